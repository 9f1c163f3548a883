"""The pages that are this feature's own."""

from flask import Blueprint

pages = Blueprint("members", __name__, template_folder="../templates")
