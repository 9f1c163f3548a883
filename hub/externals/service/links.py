"""The secret of an invitation's link, as hub/kit/links.py derives it, and the address of its page."""

from uuid import UUID

from hub.kit import links


def secret(key: str, invitation_id: UUID, generation: int) -> str:
    """The secret of this invitation, sent so many times anew."""
    return links.secret(key, "invitation", invitation_id, generation)


def proof(link_secret: str) -> bytes:
    """What the database keeps of it."""
    return links.proof(link_secret)


def path(link_secret: str) -> str:
    """The address of the invitation's page."""
    return f"/uitnodiging/{link_secret}"
