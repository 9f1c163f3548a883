"""What a person does with questions, and the lists of them."""

from hub.questions.service.lists import Line, Shown, Which, count_in, in_space, over_all, several, titles, waiting
from hub.questions.service.page import Answer, Order, QuestionPage, read
from hub.questions.service.steps import accept, answer, ask, change, changeable, find, unaccept

__all__ = [
    "Answer",
    "Line",
    "Order",
    "QuestionPage",
    "Shown",
    "Which",
    "accept",
    "answer",
    "ask",
    "change",
    "changeable",
    "count_in",
    "find",
    "in_space",
    "over_all",
    "read",
    "several",
    "titles",
    "unaccept",
    "waiting",
]
