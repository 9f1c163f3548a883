"""What changed between two texts, word by word: for who reads a history, and for who wrote at the same time as others.

The work is bounded: texts that differ in more words than MOST are told as one gone and one new.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, takewhile

MOST = 600
"""So many words may have gone or come before two texts count as different altogether."""
AROUND = 200
"""So many signs of what stayed are shown on each side of a change."""
CUT = " … "

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


class Fate(StrEnum):
    """What happened to some words."""

    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Run:
    """Some words in a row with the same fate."""

    fate: Fate
    text: str


def between(before: str, after: str, *, most: int = MOST) -> list[Run]:
    """The runs that lead from one text to the other: without the new ones it is the one, without the gone the other.

    `most`: of words gone and new; the work grows with its square.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    rest = list(zip(reversed(old[head:]), reversed(new[head:]), strict=False))
    tail = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], rest))
    steps = [
        *((Fate.KEPT, token) for token in old[:head]),
        *_steps(old[head : len(old) - tail], new[head : len(new) - tail], most),
        *((Fate.KEPT, token) for token in old[len(old) - tail :]),
    ]
    return list(_runs(_joined(steps)))


def shortened(runs: Sequence[Run]) -> list[Run]:
    """The same with the middle of what stayed left out where it is long."""
    return [
        Run(run.fate, _cut(run.text, first=at == 0, last=at == len(runs) - 1)) if run.fate is Fate.KEPT else run
        for at, run in enumerate(runs)
    ]


def _cut(text: str, *, first: bool, last: bool) -> str:
    if len(text) <= 3 * AROUND or (first and last):
        return text
    before, after = text[:AROUND].rsplit(" ", 1)[0], text[-AROUND:].split(" ", 1)[-1]
    return ("" if first else before) + CUT + ("" if last else after)


Step = tuple[Fate, str]


def _steps(old: Sequence[str], new: Sequence[str], most: int) -> list[Step]:
    """The fewest words gone and new (Myers 1986, the greedy walk); all of both when that takes more than `most`."""
    everything = [*((Fate.GONE, token) for token in old), *((Fate.NEW, token) for token in new)]
    if not old or not new:
        return everything
    reached, trail = {1: 0}, list[dict[int, int]]()
    for depth in range(min(most, len(old) + len(new)) + 1):
        trail.append(dict(reached))
        for lane in range(-depth, depth + 1, 2):
            down = lane == -depth or (lane != depth and reached[lane - 1] < reached[lane + 1])
            at = reached[lane + 1] if down else reached[lane - 1] + 1
            while at < len(old) and at - lane < len(new) and old[at] == new[at - lane]:
                at += 1
            reached[lane] = at
            if at >= len(old) and at - lane >= len(new):
                return _back(old, new, trail)
    return everything


def _back(old: Sequence[str], new: Sequence[str], trail: Sequence[dict[int, int]]) -> list[Step]:
    """The way that the walk came, from its end."""
    steps = list[Step]()
    at, there = len(old), len(new)
    for depth in range(len(trail) - 1, -1, -1):
        reached, lane = trail[depth], at - there
        down = lane == -depth or (lane != depth and reached[lane - 1] < reached[lane + 1])
        came = lane + 1 if down else lane - 1
        from_at = reached.get(came, 0)
        from_there = from_at - came
        while at > max(from_at, 0) and there > max(from_there, 0):
            at, there = at - 1, there - 1
            steps.append((Fate.KEPT, old[at]))
        if depth:
            if down:
                there -= 1
                steps.append((Fate.NEW, new[there]))
            else:
                at -= 1
                steps.append((Fate.GONE, old[at]))
    return steps[::-1]


def _joined(steps: Sequence[Step]) -> Iterator[Step]:
    """Blanks between two changed words belong to the change: it reads as one."""
    for at, (fate, token) in enumerate(steps):
        blank = fate is Fate.KEPT and token.isspace() and 0 < at < len(steps) - 1
        if blank and steps[at - 1][0] is not Fate.KEPT and steps[at + 1][0] is not Fate.KEPT:
            yield Fate.GONE, token
            yield Fate.NEW, token
        else:
            yield fate, token


def _runs(steps: Iterable[Step]) -> Iterator[Run]:
    """Between two kept words first all that is gone, then all that is new."""
    for kept, some in groupby(steps, key=lambda step: step[0] is Fate.KEPT):
        group = list(some)
        for fate in (Fate.KEPT,) if kept else (Fate.GONE, Fate.NEW):
            said = "".join(token for one, token in group if one is fate)
            if said:
                yield Run(fate, said)
