"""Law texts (法规文本) that a county supplies: a folder of files → titles → articles. Nothing is shipped.

Read lazily: opening a folder only notes where each law stands; articles are taken apart when one is asked for.
Compares no citation: that is `reference.basis`.
"""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from quanze.errors import Damaged
from quanze.numerals import chinese, number
from quanze.text import fold, tidy

_HEAD = re.compile(r'"title"\s*:\s*"((?:[^"\\]|\\.)*)"')
_ARTICLE = re.compile(r"^第[一二三四五六七八九十百千零〇\d]+条(?:之[一二三四五六七八九十]+)?")
_ARTICLE_NAME = re.compile(r"第\s*([一二三四五六七八九十百千零〇\d]+)\s*条(之[一二三四五六七八九十]+)?")
_SIDE = re.compile(r"\((?=[^()]*(?:试行|暂行|修正|修订|修改|年|令|号))[^()]*+\)$")
_REPEALS = re.compile(r"[^。；\\]{0,400}?废止")
_TITLE = re.compile(r"《([^《》]+)》")
_DATE = re.compile(r"(\d{4})[年\-.](\d{1,2})[月\-.](\d{1,2})")
_SUFFIXES = {".jsonl", ".gz", ".txt", ".md"}


@dataclass(frozen=True)
class Law:
    """One version of a law text; `version` is the date of that text. Its articles are read when first asked for."""

    title: str
    path: Path
    raw: str

    @cached_property
    def _record(self) -> dict[str, object]:
        if self.raw.startswith("{"):
            found: dict[str, object] = json.loads(self.raw)
            return found
        return _from_text(self.raw)

    @property
    def rank(self) -> str:
        """法律, 行政法规, 部门规章 … as the file says."""
        return str(self._record.get("rank", ""))

    @property
    def version(self) -> str:
        """The date of this text."""
        return str(self._record.get("version", ""))

    @cached_property
    def articles(self) -> dict[str, str]:
        """Article in its normal form (第三十二条) → text, in order."""
        found: dict[str, str] = {}
        listed = self._record.get("articles", [])
        for entry in listed if isinstance(listed, list) else []:
            found.setdefault(article_name(str(entry["article"])), str(entry["text"]))
        return found


@dataclass(frozen=True)
class Laws:
    """All law texts of a folder, by title; versions of one law newest first."""

    texts: tuple[Law, ...]

    @cached_property
    def _by_title(self) -> dict[str, list[Law]]:
        found: dict[str, list[Law]] = {}
        for law in self.texts:
            found.setdefault(title_key(law.title), []).append(law)
        return found

    def find(self, title: str) -> tuple[Law, ...]:
        """The versions of a law by title, newest first; a title variant (《森林法》) is the same law, none other is."""
        versions = self._by_title.get(title_key(title), [])
        return tuple(sorted(versions, key=lambda law: law.version, reverse=True))

    def nearly(self, title: str) -> tuple[Law, ...]:
        """The versions of the one law whose title differs in a single letter, for misprints; () where unsure."""
        key = title_key(title)
        if len(key) < 7:
            return ()
        near = [known for known in self._by_title if len(known) == len(key) and _differ_in_one(known, key)]
        return self.find(near[0]) if len(near) == 1 else ()

    @cached_property
    def _repealed(self) -> dict[str, Law]:
        found: dict[str, Law] = {}
        for law in self.texts:
            for sentence in _REPEALS.finditer(law.raw):
                for title in map(title_key, _TITLE.findall(sentence.group())):
                    if title != title_key(law.title):
                        found.setdefault(title, law)
        return found

    def repealed_by(self, title: str) -> Law | None:
        """The law whose text says that `title` is repealed (《…》同时废止); None where no later text says so."""
        by = self._repealed.get(title_key(title))
        known = self.find(title)
        return None if by is None or (known and by.version <= known[0].version) else by


def load_laws(folder: Path) -> Laws:
    """Note all law texts of a folder (or one file): .jsonl, .jsonl.gz, and .txt or .md with one law each.

    A .jsonl line has title, rank, version and articles [{article, text}]. A text file starts with the title.

    Raises:
        Damaged: a file cannot be read.
    """
    paths = sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES) if folder.is_dir() else [folder]
    return Laws(tuple(law for path in paths for law in _of_file(path)))


def title_key(title: str) -> str:
    """A title for comparing: no 《》, no 中华人民共和国, no trailing bracket with a date or 试行."""
    bare = fold(title).replace("<", "").replace(">", "").strip("《》\"'")
    bare = bare.removeprefix("中华人民共和国")
    return _SIDE.sub("", bare) or bare


def article_name(text: str) -> str:
    """An article in its normal form, without 款 and 项: 「32条」 and 「第32条第二款」 → 第三十二条; "" for none."""
    found = _ARTICLE_NAME.search(text if text.startswith("第") else f"第{text}")
    value = number(found.group(1)) if found else None
    return f"第{chinese(value)}条{(found.group(2) or '') if found else ''}" if value is not None else ""


def _differ_in_one(one: str, other: str) -> bool:
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _of_file(path: Path) -> Iterator[Law]:
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        text = raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Damaged(f"{path.name}: {error}") from error
    if path.suffix in {".txt", ".md"}:
        yield Law(_first_line(text), path, text)
        return
    for line in text.splitlines():
        head = _HEAD.search(line, 0, 400)
        if head:
            yield Law(json.loads(f'"{head.group(1)}"'), path, line)


def _first_line(text: str) -> str:
    return next((line.strip("# 　《》") for line in text.splitlines() if line.strip()), "")


def _from_text(text: str) -> dict[str, object]:
    """A plain text of one law: the first line is its title, a date near the top its version, 第…条 its articles."""
    lines = [line for line in tidy(text).split("\n") if line.strip()]
    date = _DATE.search("".join(lines[1:4]))
    articles: list[dict[str, str]] = []
    for line in lines[1:]:
        start = _ARTICLE.match(line.replace(" ", ""))
        if start:
            body = re.sub(r"^第\s*[^条]+条(?:之[一二三四五六七八九十]+)?\s*", "", line)
            articles.append({"article": start.group(), "text": body})
        elif articles and not re.match(r"^第[^条]{1,6}[章节编]", line):
            articles[-1]["text"] += "\n" + line
    version = "-".join(part.zfill(2) for part in date.groups()) if date else ""
    return {"title": _first_line(text), "rank": "", "version": version, "articles": articles}
