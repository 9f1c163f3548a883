"""The pages that are this feature's own, and the way back from them."""

from flask import Blueprint, request

from hub.kit.pages import local

pages = Blueprint("externals", __name__, template_folder="../templates")


def back() -> str:
    """The list that one came from: the own one, a space's, or an administrator's."""
    return local(request.values.get("back"), "/externen")
