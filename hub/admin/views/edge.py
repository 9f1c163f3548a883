"""The pages of Beheer that are this feature's own."""

from flask import Blueprint

pages = Blueprint("admin", __name__, template_folder="../templates")
