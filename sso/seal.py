"""Keeps what must not be read from a backup: AES-256-GCM under a key made from the installation's secret."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12  # bytes, NIST SP 800-38D


class Seal:
    """Closes and opens texts. `purpose` binds a text to its place: what is sealed for one does not open for another."""

    def __init__(self, secret: str) -> None:
        key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"plein seal 1").derive(secret.encode())
        self._cipher = AESGCM(key)

    def close(self, text: str, *, purpose: str) -> bytes:
        """The text, unreadable without the secret."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, text.encode(), purpose.encode())

    def open(self, sealed: bytes, *, purpose: str) -> str | None:
        """The text again, or None when it was sealed with another secret or for another purpose, or was changed."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], purpose.encode()).decode()
        except (InvalidTag, ValueError):
            return None
