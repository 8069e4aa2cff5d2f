"""Matters written as text: 「事项名称：…」 lines, 「[事项名称：…]」 blocks, guides 「一、事项名称 … 二、设定依据 …」.

Only lines with a known heading in front count; running text without such lines gives nothing.
"""

from extractors.columns import sense
from extractors.context import Context, is_guide, unnumbered
from extractors.drafts import Draft
from extractors.labels import label_sense
from extractors.prose import demands, endings, sections
from extractors.prose.labelled_lines import labels_of, parted, unclosed, unglued, whole
from extractors.prose.open_matter import CORE, Open, named
from extractors.prose.sections import REACH, Line, Mark, Marks
from quanze.document import Place
from quanze.matter import Doubt, Material
from quanze.text import fold, tidy

_NONE = Line("")
_LISTS = frozenset({"material", "flow"})
"""Roles whose lines are items that may read like headings."""


class ProseReader:
    """Reads lines in order and gives a draft for each matter that they describe."""

    def __init__(self, is_visual: bool) -> None:
        """Start with no open matter; `is_visual` says whether line ends are those of the page."""
        self.is_visual = is_visual
        self.source = 0
        self.open: Open | None = None
        self.title = _NONE
        """The last line that can be a matter's name."""
        self.first = ""
        """The label that stands before each matter's name, if any."""
        self.marks: Marks = ()
        """How the last sections are marked."""
        self.body: list[Line] = []
        """The lines since its heading."""
        self.drafts: list[Draft] = []
        self.tail: list[tuple[str, str]] = []
        """Values that complete the matter before the lines."""
        self.context = Context()
        self.place = Place()
        """Where the last line stands."""
        self.doubts: list[Doubt] = []

    @property
    def writing(self) -> bool:
        """Whether a matter of its own is open (not lines that only complete the one before)."""
        return self.open is not None and not self.open.tail and not self.open.nameless

    def feed(self, text: str, place: Place, context: Context, level: int = 0) -> None:
        """Read a paragraph's lines; a [block] may hold several."""
        self.context, self.place = context, place
        shown = tidy(text)
        if self.open is not None and self.open.label:
            shown = unglued(shown, self.open.label)
        for line in [shown] if whole(shown) else parted(shown):
            if fold(line):
                self._line(line.strip(), place, level)

    def attach(self, found: list[Material]) -> bool:
        """Give a table's materials to the open matter; False where none is open."""
        if self.open is None or not self.writing:
            return False
        self.open.materials += found
        return True

    def listed(self) -> None:
        """A table has given what the open label asks for: the lines after it are no more of that."""
        self._flush()
        if self.open is not None and self._within == "material":
            self.open.values.append(("", ""))

    def headed(self, name: str) -> None:
        """A table opens the matter of this name: the headings above it are none of the open matter's lines."""
        del self.body[len(self.body) - endings.headings(self.body, self._last[1], name) :]

    def stages(self, flow: str) -> bool:
        """Give a table's steps to the open matter, or to the one that its lines complete; False where none is open."""
        self._flush()
        if self.open is None or self.open.nameless:
            return False
        self.open.flow(flow, self.place)
        return True

    def follow(self) -> None:
        """Begin to read lines that complete the matter just found."""
        self.close()
        self.open = Open("", False, Place(), tail=True)
        self.title = _NONE

    def merge(self, values: list[tuple[str, str]], found: list[Material]) -> bool:
        """Give a nameless card's values to the open matter; False where none is open."""
        self._flush()
        if self.open is None or not self.open.name:
            return False
        self.open.values += values
        self.open.materials += found
        return True

    def close(self) -> Draft | None:
        """End the open matter; its draft, None where the lines were too few for a matter."""
        self._flush()
        if self.open is not None and self.open.completes:
            self.tail += self.open.values
        draft = self.open.draft(-1 - self.source, self.is_visual) if self.open is not None else None
        if self.open is not None and (draft is not None or self.open.completes):
            self.doubts += self.open.doubts
        self.open = None
        if draft is not None:
            self.source += 1
            self.drafts.append(draft)
        return draft

    def _line(self, text: str, place: Place, level: int) -> None:
        """Read one line: labels with values, a title, or more of the last value."""
        line = sections.read(text, level)
        pairs = labels_of(text, level) or demands.heading(line, self._within, self._bare, self.body, self.marks)
        pairs = pairs or endings.closing(text, self._within, self._begun)
        if len(pairs) == 1 and not pairs[0][1] and self._bare and sections.answers(line, self.marks):
            pairs = []
        if pairs and self._list_title(line, pairs):
            self.marks = sections.marked(self.marks, line)
            return
        if pairs and (self._opens(line, pairs[0][0], place) or not self._item(line, pairs)):
            for label, value in pairs:
                self._pair(label, value, place, line).bracket = unclosed(text)
            self.marks = sections.marked(self.marks, line)
            return
        if line.name and not (self.open is not None and sections.comes_next(self.body, self.marks, line)):
            self.title = line
            if self._heads(line):
                self.close()
        self.body.append(line)
        if self.open is None and len(self.body) > 2 * REACH:
            del self.body[:-REACH]

    @property
    def _last(self) -> tuple[str, str]:
        """The label of the section that is being read, with the words that were added to it."""
        return self.open.last if self.open is not None else ("", "")

    @property
    def _within(self) -> str:
        """The role of the section that is being read."""
        meant = label_sense(self._last[0])
        return meant.role if meant is not None else ""

    @property
    def _begun(self) -> str:
        """How the section that is being read begins, "" where nothing of it was read."""
        return self._last[1] or (self.body[0].text if self.open is not None and self.open.values and self.body else "")

    @property
    def _bare(self) -> bool:
        """Whether a heading stands alone so far, with no word of its section."""
        return bool(self._last[0]) and not self._begun

    def _list_title(self, line: Line, pairs: list[tuple[str, str]]) -> bool:
        """Whether a heading within the materials only names their list: 「九、申请材料 （一）材料目录」."""
        meant = label_sense(pairs[0][0])
        if not self._bare or self._within != "material" or meant is None or meant.role != "material":
            return False
        inner = line.number == 1 and sections.last(self.marks, line.style) == Mark()
        return inner and not pairs[0][1]

    def _heads(self, line: Line) -> bool:
        """Whether a title ends the open matter: that of a guide, or a heading of the level of its own title."""
        if self.open is None:
            return False
        if self.open.label and not self.open.name:
            self._flush()
        if fold(line.name) == fold(self.open.name):
            return False
        beside = 0 < line.level <= self.open.level and all(mark.level != line.level for mark in self.marks)
        return is_guide(line.text) or (line.level > 0 and self.open.tail) or beside

    def _item(self, line: Line, pairs: list[tuple[str, str]]) -> bool:
        """Whether a label is only an item of the materials or steps that are open, not the next section."""
        this, value = label_sense(pairs[0][0]), pairs[0][1]
        if self.open is None or self._within not in _LISTS or not line.style or len(pairs) > 1:
            return False
        if this is None or (this.role == "name" and not value):
            return False
        mark = sections.last(self.marks, line.style)
        follows = sections.follows(self.body, line.style, line.number, self._last[1])
        if value:  # 联系人：身份证复印件, 项目名称：立项批复文件
            return mark == Mark() and follows and this.role not in CORE
        if mark == Mark() and line.style == "han" and (this.role in CORE or line.number > 1):
            return follows  # 二、申报材料 after 1.办事程序
        if mark == Mark() or line.number <= mark.number:
            return True
        if line.style != "han" and not follows and line.number != mark.number + 1:
            return not sections.certain(self.body[-REACH:], mark, line.number)
        return follows and this.role == "other"

    def _opens(self, line: Line, label: str, place: Place) -> bool:
        """Whether a known heading shows that a guide began on the lines above it; if so the guide is opened."""
        meant, mark = label_sense(label), sections.last(self.marks, line.style)
        if meant is None or meant.role == "name" or (self._within in _LISTS and meant.role not in CORE):
            return False
        far = max(0, len(self.body) - REACH)
        at = sections.opening(self.body[far:], line, mark)
        again = self.open is not None and self.open.begins(label)
        if at is None and self.open is not None and sections.restarts(self.body, line, mark, again):
            at = len(self.body) - 1
        elif at is not None:
            at += far
        if at is None:
            return False
        title, rest = self.body[at], self.body[at + 1 :]
        del self.body[at:]
        guide = is_guide(title.text)
        self._start(Open(named(title, line), True, place, level=title.level, next=self.writing, guide=guide))
        self.body, self.marks = rest, (Mark(line.style, 0, line.level),)
        return True

    def _flush(self, until: Line = _NONE) -> None:
        """Add the lines read since the last heading to its value; sections of unknown heading become values too."""
        head, said = self._last
        count = endings.signature(self.body)
        at = len(self.body) - (count if said or not head or len(self.body) > count else 0)
        signed = self.body[at:]
        parts, marks = sections.parts(self.body[:at], self.marks, said, until, self.is_visual)
        if self.open is not None:
            notes = sections.doubts(parts, self.marks, items=self._within in _LISTS)
            self.open.doubts += self._doubts("分段存疑", notes)
        for part in parts:
            label = part.label
            meant = sense(label) if label and self._within == "material" else None
            if meant is not None and meant.role == "material":
                self._more(part.heading)  # （二）变更申请材料, one more list of them
            elif label is not None and self.open is not None:
                self.open.values.append((label, ""))
            for line in part.lines:
                if line.level == 0 or label is not None:
                    self._more(sections.renumbered(line, self.marks) if self._within in _LISTS else line.text)
        if self.open is not None and signed:
            self.open.values.append((endings.SIGNED, "\n".join(line.text for line in signed)))
        self.body, self.marks = [], marks

    def _doubts(self, kind: str, notes: list[str]) -> list[Doubt]:
        return [Doubt(kind, note, self.place, whole_row=False) for note in notes]

    def _pair(self, label: str, value: str, place: Place, line: Line) -> Open:
        """Read one label with its value; a name, or the first label again under a new title, opens a matter.

        Gives the matter that is open then.
        """
        meant = label_sense(label)
        opened = self.open
        if meant is not None and meant.role == "name" and not (opened is not None and opened.renames(label)):
            if opened is not None and opened.nameless:
                self._flush()
                self.first = opened.values[0][0] if opened.values else ""
                opened.name, opened.label = unnumbered(value), label
                return opened
            if opened is not None and opened.announces(value):
                self._flush(line)
                opened.name, opened.label, opened.titled = unnumbered(value) or opened.name, label, False
                return opened
            return self._start(Open(unnumbered(value), False, place, label))
        if self.title.name and (opened is None or opened.nameless or opened.begins(label)):
            doubts = self._doubts("名称存疑", sections.passed_over(self.body[-REACH:], self.title))
            name, guide, level = named(self.title, line), is_guide(self.title.text), self.title.level
            opened = self._start(Open(name, True, place, level=level, guide=guide, doubts=doubts))
        elif opened is None or (opened.label and label == self.first):
            opened = self._start(Open("", False, place))
        self._flush(line)
        opened.values.append((label, value))
        opened.context = self.context
        return opened

    def _start(self, opened: Open) -> Open:
        """Close what is open and begin this matter; a line held back that is its title belongs to neither."""
        del self.body[len(self.body) - endings.title(self.body, opened.name) :]
        self.close()
        self.open = opened
        self.title, self.marks = _NONE, ()
        return opened

    def _more(self, line: str) -> None:
        """Add a line to the last value, or take it as the name that its label announced."""
        opened = self.open
        if opened is None:
            return
        if opened.bracket and line.endswith(("]", "］", "】")):
            line, opened.bracket = line[:-1].rstrip(), False
        if not opened.name and opened.label:
            opened.name = unnumbered(line)
        elif opened.values:
            label, value = opened.values[-1]
            opened.values[-1] = (label, f"{value}\n{line}" if value else line)
        elif opened.label and self.is_visual:
            opened.name += line  # the name ran over the end of its line
