"""What recognition gets wrong by habit, put right letter for letter: brackets and stops that lost their width."""

import re

_WIDE = dict(zip("(),:;!?<>", "（），：；！？〈〉", strict=True))
_CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef《》“”]")


def mended(text: str) -> str:
    """The text, as long as it was: half-width punctuation beside Chinese characters made full-width.

    The model gives （ and ( alike as half-width, so the neighbours decide.
    """
    letters = list(text)
    for index, letter in enumerate(letters):
        if letter in _WIDE and _beside_chinese(letters, index):
            letters[index] = _WIDE[letter]
    return "".join(letters)


def _beside_chinese(letters: list[str], index: int) -> bool:
    before = letters[index - 1] if index else ""
    after = letters[index + 1] if index + 1 < len(letters) else ""
    if letters[index] in "(<":
        return bool(_CHINESE.match(after) or _CHINESE.match(before))
    return bool(_CHINESE.match(before)) or (letters[index] in ")>" and bool(_CHINESE.match(after)))
