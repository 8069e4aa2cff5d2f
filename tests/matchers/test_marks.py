"""Words shared and differing, marked in place."""

import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from matchers import marks
from matchers.marks import shared_words


def test_shared_and_differing_words_are_marked() -> None:
    ours, theirs = marks("村委会出具的亲属关系证明", "亲属关系证明")
    assert [("村委会出具的亲属关系证明"[span.start : span.end], span.shared) for span in ours] == [
        ("村委会出具的", False),
        ("亲属关系证明", True),
    ]
    assert all(span.shared for span in theirs)


def test_a_synonym_is_shared() -> None:
    assert shared_words("户口本丢失证明", "户口簿遗失证明") == ("户口本丢失证明", "户口簿遗失证明")


@given(ours=st.text(max_size=20), theirs=st.text(max_size=20))
@settings(max_examples=60)
def test_spans_cover_both_texts_without_gaps(ours: str, theirs: str) -> None:
    for text, spans in zip((ours, theirs), marks(ours, theirs), strict=True):
        assert "".join(text[span.start : span.end] for span in spans) == text
        assert [span.end for span in spans][:-1] == [span.start for span in spans][1:]


def test_the_dictionary_is_loaded_late_and_silently() -> None:
    code = (
        "import sys, matchers; assert 'jieba' not in sys.modules; "
        "matchers.marks('收入证明', '证明'); assert 'jieba' in sys.modules"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
