"""What a person does about who is in a space."""

from hub.members.service.acts import add, addable, change_role, end, join, may_add

__all__ = ["add", "addable", "change_role", "end", "join", "may_add"]
