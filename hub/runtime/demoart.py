"""Draws the pictures of the demo: the dike at dusk, a map of three variants, a chart. Nobody else's are shipped."""

import math
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

Point = tuple[float, float]
Colour = tuple[int, int, int]

SIZE = (1200, 750)
FINER = 2
"""Drawn so many times larger, then made smaller: smooth edges."""
INK, QUIET, PAPER = (38, 50, 56), (96, 110, 116), (250, 248, 242)


@cache
def dike() -> bytes:
    """The dike at dusk with three windmills behind it, as a photograph."""
    picture = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(picture)
    horizon, shore = 430, 560
    for y in range(SIZE[1]):
        high = min(y / horizon, 1.0)
        draw.line([(0, y), (SIZE[0], y)], fill=_between((74, 111, 165), (250, 202, 150), high**1.4))
    picture = _larger(picture)
    pen = _Pen(picture)
    pen.circle((820, 372), 46, (255, 232, 190))
    for level, colour, wave in ((408, (139, 139, 158), 3), (422, (104, 117, 131), 2)):
        hills = [(x, level + wave * math.sin(x / 97) + wave * math.sin(x / 41 + level)) for x in range(0, 1220, 20)]
        pen.shape([*hills, (1220, 600), (-20, 600)], colour)
    for x, foot, tall, turn in ((250, 430, 210, 0.35), (450, 424, 165, 1.1), (590, 420, 130, 0.75)):
        _windmill(pen, (x, foot), tall, turn)
    for x, wide, tall in ((905, 40, 26), (948, 30, 34), (985, 54, 24), (1046, 34, 30)):
        pen.shape(
            [(x, 428), (x, 428 - tall), (x + wide / 2, 410 - tall), (x + wide, 428 - tall), (x + wide, 428)],
            (66, 68, 82),
        )
    pen.shape([(1020, 428), (1020, 372), (1027, 330), (1034, 372), (1034, 428)], (58, 60, 74))
    slope = [(-10, 452), (300, 440), (700, 432), (1210, 426), (1210, shore), (-10, shore + 40)]
    pen.shape(slope, (78, 104, 66))
    pen.shape(
        [(-10, 452), (300, 440), (700, 432), (1210, 426), (1210, 436), (700, 446), (300, 458), (-10, 474)],
        (122, 138, 84),
    )
    water = [(-10, shore + 40), (1210, shore), (1210, 760), (-10, 760)]
    pen.shape(water, (70, 96, 128))
    for number in range(64):
        down = shore + 30 + number * 2.6
        at = 820 + 150 * math.sin(number * 2.4) * (0.3 + number / 64)
        pen.line(
            [(at - 24 - number, down), (at + 24 + number, down)],
            _between((240, 196, 150), (92, 120, 150), number / 64),
            2,
        )
    for number in range(40):
        left, low = (number * 211) % 1200, shore + 50 + (number * 67) % 130
        pen.line([(left, low), (left + 46, low)], (88, 116, 146), 2)
    for number in range(90):
        stem = (number * 137) % 1200
        root = shore + 44 - stem / 30
        pen.line([(stem, root), (stem + 5 * math.sin(number), root - 14 - number % 9)], (52, 74, 46), 2)
    return _made(picture, "JPEG")


def _windmill(pen: "_Pen", foot: Point, tall: float, turn: float) -> None:
    (x, y), top = foot, (foot[0], foot[1] - tall)
    pen.shape([(x - 4, y), (x - 2, top[1]), (x + 2, top[1]), (x + 4, y)], (236, 236, 238))
    for wing in range(3):
        angle = turn + wing * math.tau / 3
        tip = (x + tall * 0.52 * math.cos(angle), top[1] + tall * 0.52 * math.sin(angle))
        side = (x + 7 * math.cos(angle + 0.9), top[1] + 7 * math.sin(angle + 0.9))
        pen.shape([top, side, tip], (244, 244, 246))
    pen.circle(top, 5, (222, 222, 226))


@cache
def variants() -> bytes:
    """The map of the three variants for housing."""
    picture = Image.new("RGB", (SIZE[0] * FINER, SIZE[1] * FINER), (233, 238, 222))
    pen = _Pen(picture)
    for row in range(9):
        for column in range(13):
            if (row * 5 + column * 3) % 4 == 0:
                x, y = column * 96 - 30 + row * 8, row * 88 - 20
                pen.shape([(x, y), (x + 88, y + 6), (x + 94, y + 82), (x + 6, y + 76)], (222, 231, 207))
    lake = [(0, 0), (470, 0), (452, 70), (380, 118), (330, 190), (214, 232), (120, 300), (0, 330)]
    pen.shape(lake, (176, 208, 228))
    vaart: list[Point] = [(300, 110), (350, 160), (480, 290), (640, 372), (820, 402), (1210, 430)]
    pen.line(vaart, (176, 208, 228), 22)
    for road in (
        [(-10, 560), (300, 520), (620, 470), (900, 300), (1210, 180)],
        [(620, 470), (700, 760)],
        [(300, 520), (240, 340)],
    ):
        pen.line(road, (255, 255, 255), 15)
        pen.line(road, (214, 205, 186), 2)
    zones: tuple[tuple[list[Point], Colour, str, Point], ...] = (
        ([(214, 250), (330, 204), (420, 300), (392, 392), (262, 404)], (194, 86, 48), "A", (318, 312)),
        ([(560, 356), (690, 408), (850, 428), (842, 500), (700, 500), (566, 438)], (43, 122, 98), "B", (708, 452)),
        ([(900, 330), (1010, 262), (1120, 226), (1130, 316), (1010, 366), (930, 392)], (94, 76, 150), "C", (1016, 312)),
    )
    for edge, colour, letter, middle in zones:
        pen.shape(edge, _between(colour, (255, 255, 255), 0.45))
        pen.line([*edge, edge[0]], colour, 4)
        pen.circle(middle, 26, colour)
        pen.words(middle, letter, 30, (255, 255, 255), "mm")
    for x, y in (
        (520, 500),
        (548, 520),
        (586, 508),
        (604, 540),
        (640, 524),
        (560, 556),
        (664, 556),
        (700, 536),
        (520, 540),
    ):
        pen.shape([(x, y), (x + 24, y - 4), (x + 28, y + 14), (x + 4, y + 18)], (178, 166, 150))
    pen.words((120, 120), "Oosterdiep", 34, (74, 116, 148), "mm")
    pen.words((1010, 446), "Lange Vaart", 22, (74, 116, 148), "mm")
    pen.words((596, 596), "Dorpskern", 24, QUIET, "mm")
    pen.shape([(810, 556), (1180, 556), (1180, 726), (810, 726)], PAPER)
    pen.words((834, 588), "Waar komen 640 woningen?", 24, INK, "lm")
    for number, said in enumerate(("Haven: 320", "Langs de Vaart: 180", "Linten: 140")):
        y = 626 + number * 34
        pen.circle((846, y), 11, zones[number][1])
        pen.words((870, y), f"{zones[number][2]}   {said}", 22, INK, "lm")
    return _made(picture, "PNG")


@cache
def themes() -> bytes:
    """The chart of what the reactions are about."""
    picture = Image.new("RGB", (SIZE[0] * FINER, 460 * FINER), PAPER)
    pen = _Pen(picture)
    pen.words((60, 56), "42 zienswijzen, per thema", 32, INK, "lm")
    for number, (theme, count, first) in enumerate(
        (("Wind langs de dijk", 21, 14), ("Water en bodem", 12, 9), ("Wonen", 9, 0))
    ):
        y = 140 + number * 92
        pen.words((60, y), theme, 25, INK, "lm")
        pen.shape(
            [(330, y - 26), (330 + count * 36, y - 26), (330 + count * 36, y + 26), (330, y + 26)], (90, 148, 190)
        )
        pen.shape([(330, y - 26), (330 + first * 36, y - 26), (330 + first * 36, y + 26), (330, y + 26)], (11, 92, 140))
        pen.words((346 + count * 36, y), str(count), 25, INK, "lm")
    for x, colour, said in ((330, (11, 92, 140), "eerste ronde"), (560, (90, 148, 190), "tweede ronde")):
        pen.shape([(x, 402), (x + 22, 402), (x + 22, 424), (x, 424)], colour)
        pen.words((x + 34, 413), said, 22, QUIET, "lm")
    return _made(picture, "PNG")


class _Pen:
    """Draws in the points of the finished picture on one that is so many times finer."""

    def __init__(self, picture: Image.Image) -> None:
        self.draw = ImageDraw.Draw(picture)

    def shape(self, edge: Sequence[Point], fill: Colour) -> None:
        self.draw.polygon([(x * FINER, y * FINER) for x, y in edge], fill=fill)

    def line(self, points: Sequence[Point], fill: Colour, width: int) -> None:
        self.draw.line([(x * FINER, y * FINER) for x, y in points], fill=fill, width=width * FINER, joint="curve")

    def circle(self, middle: Point, radius: float, fill: Colour) -> None:
        (x, y), far = middle, radius * FINER
        self.draw.ellipse((x * FINER - far, y * FINER - far, x * FINER + far, y * FINER + far), fill=fill)

    def words(self, at: Point, said: str, size: int, fill: Colour, anchor: str) -> None:
        place = (at[0] * FINER, at[1] * FINER)
        self.draw.text(place, said, fill=fill, font=ImageFont.load_default(size * FINER), anchor=anchor)


def _between(one: Colour, other: Colour, part: float) -> Colour:
    red, green, blue = (round(a + (b - a) * min(max(part, 0.0), 1.0)) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _larger(picture: Image.Image) -> Image.Image:
    return picture.resize((picture.width * FINER, picture.height * FINER), Image.Resampling.BICUBIC)


def _made(picture: Image.Image, kind: Literal["JPEG", "PNG"]) -> bytes:
    small = picture.resize((picture.width // FINER, picture.height // FINER), Image.Resampling.LANCZOS)
    out = BytesIO()
    if kind == "PNG":
        small.quantize(128).save(out, kind, optimize=True)
    else:
        small.save(out, kind, quality=84)
    return out.getvalue()
