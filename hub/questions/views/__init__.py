"""Pages of questions: lists, asking, one question with its answers, merging, and showing it in another group."""

from hub.questions.views import asking, lists, merging, question, sharing
from hub.questions.views.edge import pages
from hub.questions.views.lists import as_cards, waiting_panel

__all__ = ["as_cards", "asking", "lists", "merging", "pages", "question", "sharing", "waiting_panel"]
