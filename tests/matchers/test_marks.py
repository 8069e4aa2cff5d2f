"""Words shared and differing, marked in place."""

import os
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from matchers import marks
from matchers.marks import Span, _cutter, _words, shared_words


def test_shared_and_differing_words_are_marked() -> None:
    ours, theirs = marks("村委会出具的亲属关系证明", "亲属关系证明")
    assert [("村委会出具的亲属关系证明"[span.start : span.end], span.shared) for span in ours] == [
        ("村委会出具的", False),
        ("亲属关系证明", True),
    ]
    assert all(span.shared for span in theirs)


def test_a_synonym_is_shared() -> None:
    assert shared_words("户口本丢失证明", "户口簿遗失证明") == ("户口本丢失证明", "户口簿遗失证明")


def test_neighbours_that_differ_alike_are_one_span_and_shared_ones_too() -> None:
    assert marks("收入证明", "健在收入证明") == (
        (Span(0, 4, shared=True),),
        (Span(0, 2, shared=False), Span(2, 6, shared=True)),
    )
    assert marks("收入", "健在") == ((Span(0, 2, shared=False),), (Span(0, 2, shared=False),))
    assert marks("", "健在") == ((), (Span(0, 2, shared=False),))


def test_what_differs_stands_in_brackets_on_both_sides() -> None:
    assert shared_words("监护人收入证明", "健在证明") == ("〔监护人收入〕证明", "〔健在〕证明")
    assert shared_words("", "证明") == ("", "〔证明〕")


def test_words_of_the_lexicon_are_cut_whole_and_new_ones_are_not_guessed() -> None:
    assert [(start, end) for start, end, _ in _words("户口本丢失")] == [(0, 3), (3, 5)]
    assert [word for *_, word in _words("户口本丢失")] == ["户口簿", "遗失"]
    assert [word for *_, word in _words("杭研大厦")] == ["杭", "研", "大厦"]


def test_the_dictionary_and_the_words_of_a_text_are_remembered() -> None:
    assert _cutter() is _cutter()
    assert _words("户口本丢失证明") is _words("户口本丢失证明")


@given(ours=st.text(max_size=20), theirs=st.text(max_size=20))
@settings(max_examples=60)
def test_spans_cover_both_texts_without_gaps(ours: str, theirs: str) -> None:
    for text, spans in zip((ours, theirs), marks(ours, theirs), strict=True):
        assert "".join(text[span.start : span.end] for span in spans) == text
        assert [span.end for span in spans][:-1] == [span.start for span in spans][1:]


def test_the_dictionary_is_loaded_late_and_silently_and_kept_in_no_file(tmp_path: Path) -> None:
    code = (
        "import sys, matchers; assert 'jieba' not in sys.modules; "
        "matchers.marks('收入证明', '证明'); assert 'jieba' in sys.modules"
    )
    here = {**os.environ, "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=here)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []
