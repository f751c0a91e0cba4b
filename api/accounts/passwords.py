"""Passwords: the rules for a new one, and Argon2id for keeping and checking it."""

from __future__ import annotations

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from resources.errors import BadInput

SHORTEST, LONGEST = 10, 200
_MOST_TYPED = LONGEST * 4  # before normalising, which composes up to four characters into one
_AT_ONCE = threading.BoundedSemaphore(4)  # each check takes 19 MiB and one core

# OWASP's second set: 19 MiB and two passes, so that forty sign-ins at once fit into a small server.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def check_new_password(password: str, sign_in_name: str) -> None:
    """Raise BadInput unless the password is long enough and is not a repetition or the name itself."""
    folded = _normal(password)
    if len(folded) < SHORTEST:
        raise BadInput(f"パスワードは{SHORTEST}文字以上にしてください。", field="password")
    if len(folded) > LONGEST or len(password) > _MOST_TYPED:
        raise BadInput(f"パスワードは{LONGEST}文字以内にしてください。", field="password")
    if len(set(folded)) < 4:
        raise BadInput("同じ文字の繰り返しは、パスワードに使えません。", field="password")
    if sign_in_name.lower() in folded.lower():
        raise BadInput("利用者名を含むパスワードは使えません。", field="password")


def hash_password(password: str) -> str:
    """The Argon2id hash with its parameters and salt, as text."""
    with _AT_ONCE:
        return _HASHER.hash(_normal(password))


def password_matches(password: str, stored_hash: str | None) -> bool:
    """Whether the password fits. Without a stored hash it takes as long, and never fits."""
    typed = _normal(password)[: LONGEST + 1]
    try:
        with _AT_ONCE:
            _HASHER.verify(stored_hash or _dummy_hash(), typed)
    except (VerificationError, InvalidHashError):
        return False
    return stored_hash is not None


def prepare() -> None:
    """Make the hash that unknown names are checked against, so that the first such check is not slower."""
    _dummy_hash()


@cache
def _dummy_hash() -> str:
    return _HASHER.hash("no account has this password")


def _normal(password: str) -> str:
    """One form for what keyboards and input methods write differently (full width, composed kana).

    Cut first: normalising takes time with the square of the length, and holds up every other request.
    """
    return unicodedata.normalize("NFKC", password[:_MOST_TYPED])
