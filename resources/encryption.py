"""Identity and free-text columns at rest: AES-256-GCM with a key that is not in the database.

A stored value reads "v1:" + base64(nonce + ciphertext + tag); the column's name is authenticated with it,
so that a value cannot be moved to another column. Without a key (allowed in a demo database only) it
reads "plain:" + text.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from resources.errors import NotReady

KEY_BYTES = 32
_NONCE_BYTES = 12
_ENCRYPTED, _PLAIN = "v1:", "plain:"


@dataclass(frozen=True)
class _Keys:
    """What one data key gives: a cipher, and a key of its own for fingerprints."""

    cipher: AESGCM
    fingerprint_key: bytes


# SQLAlchemy hands a column type nothing of its engine but the dialect, which is one per engine.
_keys: WeakKeyDictionary[Dialect, _Keys] = WeakKeyDictionary()


def read_key(path: Path) -> bytes:
    """Read a key file: 32 random bytes as base64 text. Raises NotReady when it is unusable."""
    try:
        key = base64.b64decode(path.read_text(encoding="ascii").strip(), validate=True)
    except (OSError, UnicodeDecodeError, binascii.Error) as error:
        raise NotReady(
            f"暗号鍵ファイル {path.name} を読めません。設定 TSUNAGITE_KEY_FILE を確かめてください。"
        ) from error
    if len(key) != KEY_BYTES:
        raise NotReady(f"暗号鍵ファイル {path.name} の長さが違います(32バイトをbase64で)。")
    return key


def write_new_key(path: Path) -> None:
    """Make a key file, readable by its owner only; an existing file is never overwritten."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(base64.b64encode(os.urandom(KEY_BYTES)).decode() + "\n")


def use_key(dialect: Dialect, key: bytes) -> None:
    """Encrypt and decrypt with `key` on the engine that this dialect belongs to."""
    fingerprint_key = hmac.digest(key, b"tsunagite fingerprint", hashlib.sha256)
    _keys[dialect] = _Keys(AESGCM(key), fingerprint_key)


def has_key(dialect: Dialect) -> bool:
    """Whether the engine of this dialect encrypts."""
    return dialect in _keys


def fingerprint(dialect: Dialect, text: str) -> str:
    """64 hexadecimal digits that are equal for equal texts and, without the key, tell nothing about them.

    An unkeyed digest of a name and an address would let anybody with a list of addresses find the right
    one. In a keyless demo it is an unkeyed digest.
    """
    keys = _keys.get(dialect)
    if keys is None:
        return hashlib.sha256(text.encode()).hexdigest()
    return hmac.new(keys.fingerprint_key, text.encode(), hashlib.sha256).hexdigest()


class EncryptedText(TypeDecorator[str]):
    """A text column that is encrypted at rest. It cannot be searched or sorted in SQL, by design."""

    impl = Text
    cache_ok = True

    def __init__(self, column_name: str) -> None:
        super().__init__()
        self.column_name = column_name

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        keys = _keys.get(dialect)
        if keys is None:
            return _PLAIN + value
        nonce = os.urandom(_NONCE_BYTES)
        sealed = keys.cipher.encrypt(nonce, value.encode(), self.column_name.encode())
        return _ENCRYPTED + base64.b64encode(nonce + sealed).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.startswith(_PLAIN):
            return str(value[len(_PLAIN) :])
        keys = _keys.get(dialect)
        if keys is None:
            raise NotReady(
                "暗号化された項目を読む鍵がありません。設定 TSUNAGITE_KEY_FILE を確かめてください。"
            )
        sealed = base64.b64decode(value[len(_ENCRYPTED) :])
        try:
            opened = keys.cipher.decrypt(
                sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], self.column_name.encode()
            )
        except InvalidTag as error:
            raise NotReady(
                "暗号化された項目を読めません。鍵がこのデータベースのものか確かめてください。"
            ) from error
        return opened.decode()
