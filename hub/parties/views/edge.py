"""The pages about parties."""

from flask import Blueprint

pages = Blueprint("parties", __name__, template_folder="../templates")
