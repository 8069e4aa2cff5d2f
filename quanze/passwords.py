"""Passwords (口令): hashing by argon2, checking, and which are too weak. Keeps nothing."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LENGTH = 10
"""Characters a password must have."""

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))
"""Checked in place of a missing account, so that a wrong name takes as long as a wrong password."""


def hashed(password: str) -> str:
    """The hash that is kept of a password."""
    return _HASHER.hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Whether a password is the one whose hash is kept; None stands for an account that does not exist."""
    try:
        _HASHER.verify(kept or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def weakness(password: str, name: str) -> str:
    """What is wrong with a new password, in Chinese; "" where it will do."""
    if len(password) < LENGTH:
        return f"口令至少 {LENGTH} 个字符。"
    if len(set(password)) < 5 or password.isdigit():
        return "口令太简单，请混用字母、数字或汉字。"
    if name and name in password:
        return "口令里不能有用户名。"
    return ""


def first_password() -> str:
    """A random first password, to be changed at once."""
    return secrets.token_urlsafe(9)
