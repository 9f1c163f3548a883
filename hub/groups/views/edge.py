"""The edge of groups: their pages."""

from flask import Blueprint

pages = Blueprint("groups", __name__, template_folder="../templates")
