"""Messages of MIME (.eml, .mht) → their pieces, however badly headers are written. Knows no format of documents."""

import email
import email.policy
from collections.abc import Callable
from email.message import Message

from quanze.errors import Damaged

_STUMBLES = (LookupError, ValueError, TypeError, AttributeError)
"""What Python's parser of headers raises on some that are malformed."""


class _Lenient(email.policy.EmailPolicy):
    def header_fetch_parse(self, name: str, value: str) -> str:
        """The header parsed; as its bare text where that fails, so that the rest of the message is read."""
        try:
            parsed: str = super().header_fetch_parse(name, value)
            return parsed
        except _STUMBLES:
            return "".join(value.splitlines()).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def pieces(raw: bytes) -> list[tuple[Message, bytes]]:
    """The pieces of a message that are not made of others, each with its content.

    Raises:
        Damaged: pieces inside pieces without end.
    """
    try:
        message = email.message_from_bytes(raw, policy=_Lenient())
        found = [(piece, piece.get_payload(decode=True)) for piece in message.walk()]
    except RecursionError as error:
        raise Damaged("message: pieces inside pieces without end") from error
    return [(piece, content) for piece, content in found if isinstance(content, bytes)]


def said(ask: Callable[[], str | None], otherwise: str = "") -> str:
    """What a header says, "" where it is missing, `otherwise` where it makes no sense."""
    try:
        return (ask() or "").encode("utf-8", "replace").decode()
    except _STUMBLES:
        return otherwise
