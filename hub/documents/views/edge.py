"""The addresses of documents and folders."""

from typing import cast

from flask import Blueprint, current_app

from hub.kit.edge import Hub

pages = Blueprint("documents", __name__, template_folder="../templates")


def hub() -> Hub:
    """The application, for its storage and its settings."""
    return cast("Hub", current_app)
