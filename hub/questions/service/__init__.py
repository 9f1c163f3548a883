"""What a person does with questions, and the lists of them."""

from hub.questions.service.alike import alike
from hub.questions.service.answers import accept, mark_good, reopen, unaccept, unmark_good
from hub.questions.service.behalf import kept_for, meant, names, said_for
from hub.questions.service.lists import (
    Line,
    Shown,
    Waiting,
    Which,
    count_in,
    in_space,
    line,
    over_all,
    several,
    tags_of,
    titles,
    waiting,
    waiting_of,
)
from hub.questions.service.merging import Merging, candidates, look, merge, mergeable, unmerge
from hub.questions.service.page import Answer, Order, QuestionPage, read
from hub.questions.service.sharing import elsewhere, share
from hub.questions.service.squares import Square, squares
from hub.questions.service.steps import answer, ask, ask_for, change, changeable, find
from hub.questions.service.tags import in_use

__all__ = [
    "Answer",
    "Line",
    "Merging",
    "Order",
    "QuestionPage",
    "Shown",
    "Square",
    "Waiting",
    "Which",
    "accept",
    "alike",
    "answer",
    "ask",
    "ask_for",
    "candidates",
    "change",
    "changeable",
    "count_in",
    "elsewhere",
    "find",
    "in_space",
    "in_use",
    "kept_for",
    "line",
    "look",
    "mark_good",
    "meant",
    "merge",
    "mergeable",
    "names",
    "over_all",
    "read",
    "reopen",
    "said_for",
    "several",
    "share",
    "squares",
    "tags_of",
    "titles",
    "unaccept",
    "unmark_good",
    "unmerge",
    "waiting",
    "waiting_of",
]
