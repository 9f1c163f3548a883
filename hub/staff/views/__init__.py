"""Pages of the own people in Beheer, and the page of whoever is invited to work here too."""

from hub.staff.views import invitations, lists, people, requests
from hub.staff.views.edge import pages

__all__ = ["invitations", "lists", "pages", "people", "requests"]
