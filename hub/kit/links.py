"""The secret of a link that is mailed: derived, so that a mail sent twice carries the same one and none is stored."""

import base64
import hashlib
import hmac
from uuid import UUID


def secret(key: str, what: str, thing_id: UUID, generation: int) -> str:
    """256 bits of HMAC-SHA-256 (RFC 2104) over what the link is for and how often it was sent anew, for an address."""
    said = f"plein {what} {thing_id} {generation}".encode()
    return base64.urlsafe_b64encode(hmac.digest(key.encode(), said, "sha256")).rstrip(b"=").decode()


def proof(link_secret: str) -> bytes:
    """What the database keeps of it: SHA-256."""
    return hashlib.sha256(link_secret.encode()).digest()
