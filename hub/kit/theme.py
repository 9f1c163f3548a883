"""The colours of an organisation: from the one or two that it fills in to every `--basis-*` step, light and dark.

Each step is checked against the backgrounds that it is printed on and moved until it can be read (WCAG 2.2: text 4.5:1,
borders of controls 3:1). The colours that say who can read something are not made here: they are the same for everyone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hub.kit.oklch import BLACK, WHITE, Colour, contrast, parse

TEXT, CONTROL = 4.5, 3.0
DARKER, LIGHTER = -0.005, 0.005
NIGHT_CHROMA = (0.045, 0.006)
"""Backgrounds at night are quieter than by day; the page itself is almost grey."""

STEPS = (
    "bg-document",
    "bg-subtle",
    "bg-default",
    "bg-hover",
    "bg-active",
    "border-subtle",
    "border-default",
    "border-hover",
    "border-active",
    "color-subtle",
    "color-default",
    "color-hover",
    "color-active",
    "color-document",
)
# Lightness of each step; and how much of the seed's chroma it keeps.
LIGHT = (1.0, 0.982, 0.955, 0.93, 0.90, 0.87, 0.60, 0.54, 0.47, 0.50, 0.42, 0.37, 0.32, 0.21)
DARK = (0.205, 0.238, 0.272, 0.305, 0.34, 0.36, 0.58, 0.64, 0.70, 0.745, 0.83, 0.87, 0.91, 0.955)
STRENGTH = (0.0, 0.12, 0.25, 0.36, 0.46, 0.40, 0.80, 0.90, 1.0, 0.85, 1.0, 1.0, 0.95, 0.35)
PRINTED_ON = {"color-subtle": 3, "color-default": 5, "color-hover": 5, "color-active": 5, "color-document": 5}
"""How many of the backgrounds, from the first, a text step must be readable on."""

NEUTRAL = Colour(0.5, 0.026, 260)
FIXED = {"positive": parse("#0e6f2d"), "negative": parse("#b3261e"), "warning": parse("#8a4b00")}


@dataclass(frozen=True)
class Seed:
    """What an administrator fills in: `#rrggbb`. Without a header colour the header has the brand colour."""

    brand: str = "#0b5c8c"
    header: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no colour, with ValueError."""
        for code in filter(None, (self.brand, self.header)):
            parse(code)


@dataclass(frozen=True)
class Pair:
    """A colour in the light and in the dark scheme, as `#rrggbb`."""

    light: str
    dark: str


@dataclass(frozen=True)
class Theme:
    """The finished colours of one seed."""

    colours: Mapping[str, Pair]
    adjusted: bool
    """True when the brand colour could not be read under white text and was made darker: the administrator is told."""

    @property
    def css(self) -> str:
        """The style sheet: each colour once, light and dark together. The same seed always gives the same text."""
        lines = (f"--{name}:light-dark({pair.light},{pair.dark})" for name, pair in self.colours.items())
        return ":root{" + ";".join(lines) + "}"


def theme(seed: Seed) -> Theme:
    """Make what differs between organisations: the action colour, its filled form, and the header."""
    brand = parse(seed.brand)
    colours = {**family("action-1", brand), **filled("action-1", brand), **_header(parse(seed.header or seed.brand))}
    return Theme(colours, adjusted=colours["basis-color-action-1-inverse-bg-default"].light != brand.hex)


def house() -> Theme:
    """Make everything, as it ships: our own seed and the families that no organisation changes."""
    colours = {**family("default", NEUTRAL), **theme(Seed()).colours}
    for name, seed in FIXED.items():
        colours |= {**family(name, seed), **filled(name, seed)}
    return Theme(colours, adjusted=False)


def family(name: str, seed: Colour) -> dict[str, Pair]:
    """Fourteen steps from background to text, each readable where it is meant to be printed."""
    light, dark = _steps(seed, LIGHT, DARKER), _steps(seed, DARK, LIGHTER)
    return {f"basis-color-{name}-{step}": Pair(light[step], dark[step]) for step in STEPS}


def filled(name: str, seed: Colour) -> dict[str, Pair]:
    """A filled button or badge in this colour: white text on it, and its edge seen on the page at night."""
    light = _readable(seed, [WHITE], TEXT, DARKER)
    night = _readable(
        seed.at(max(seed.lightness, 0.47)), [_steps(seed, DARK, LIGHTER)["bg-document"]], CONTROL, LIGHTER
    )
    night = _readable(night, [WHITE], TEXT, DARKER)
    shades = {"bg-default": 0.0, "bg-hover": -0.05, "bg-active": -0.09}
    pairs = {
        f"basis-color-{name}-inverse-{step}": Pair(
            light.at(light.lightness + by).hex, night.at(night.lightness + by).hex
        )
        for step, by in shades.items()
    }
    return {**pairs, f"basis-color-{name}-inverse-color-default": Pair(WHITE, WHITE)}


def _steps(seed: Colour, lightness: tuple[float, ...], away: float) -> dict[str, str]:
    made: dict[str, str] = {}
    backgrounds: list[str] = []
    for step, light, strength in zip(STEPS, lightness, STRENGTH, strict=True):
        wanted = seed.at(light, seed.chroma * strength)
        if away == LIGHTER and step.startswith("bg"):
            wanted = wanted.at(light, min(wanted.chroma or seed.chroma * 0.1, NIGHT_CHROMA[step == "bg-document"]))
        if step in PRINTED_ON:
            wanted = _readable(wanted, backgrounds[: PRINTED_ON[step]], TEXT, away)
        elif step in {"border-default", "border-hover", "border-active"}:
            wanted = _readable(wanted, backgrounds[:3], CONTROL, away)
        made[step] = wanted.hex
        if step.startswith("bg"):
            backgrounds.append(made[step])
    return made


def _header(seed: Colour) -> dict[str, Pair]:
    """The bar on top keeps the organisation's own colour by day; its text is black or white, whichever reads best."""
    ink = WHITE if contrast(seed.hex, WHITE) >= contrast(seed.hex, BLACK) else BLACK
    ground = _readable(seed, [ink], TEXT, DARKER if ink == WHITE else LIGHTER)
    hover = ground.at(ground.lightness + (-0.06 if ink == WHITE else 0.05))
    night = seed.at(0.31, min(seed.chroma * 0.6, 0.06))
    return {
        "hub-header-bg": Pair(ground.hex, night.hex),
        "hub-header-hover": Pair(hover.hex, night.at(0.37).hex),
        "hub-header-ink": Pair(ink, WHITE),
    }


def _readable(colour: Colour, on: Sequence[str], least: float, away: float) -> Colour:
    """Move the lightness until the contrast with each of these is enough; black and white end the walk."""
    while any(contrast(colour.hex, other) < least for other in on) and 0 < colour.lightness + away < 1:
        colour = colour.at(colour.lightness + away)
    return colour
