"""Colours as the eye sees them: sRGB hex to OKLCH and back, and the contrast between two of them.

OKLCH after Björn Ottosson (https://bottosson.github.io/posts/oklab/); contrast after WCAG 2.2 (relative luminance).
"""

import re
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians, sin

ROUNDING = 0.0005
WHITE = "#ffffff"
BLACK = "#16181c"
"""The darkest that we print: softer than pure black, 17.8:1 on white."""


@dataclass(frozen=True)
class Colour:
    """A colour in OKLCH: lightness 0 to 1, chroma 0 to about 0.37, hue in degrees."""

    lightness: float
    chroma: float
    hue: float

    def at(self, lightness: float, chroma: float | None = None) -> "Colour":
        """Give the same hue at another lightness and, when named, another chroma."""
        return Colour(lightness, self.chroma if chroma is None else chroma, self.hue)

    @property
    def hex(self) -> str:
        """The nearest sRGB colour with this lightness and hue, as `#rrggbb`; chroma gives way when it does not fit."""
        chroma = self.chroma
        while True:
            channels = _linear_rgb(self.lightness, chroma, self.hue)
            if chroma <= 0 or all(-ROUNDING <= channel <= 1 + ROUNDING for channel in channels):
                return "#" + "".join(f"{round(255 * _gamma(min(1, max(0, c)))):02x}" for c in channels)
            chroma = max(0.0, chroma - 0.004)


def parse(code: str) -> Colour:
    """Read `#rrggbb`; raises ValueError on anything else."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", code):
        raise ValueError(code)
    red, green, blue = (_linear(int(code[place : place + 2], 16) / 255) for place in (1, 3, 5))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Colour(lightness, hypot(a, b), degrees(atan2(b, a)) % 360)


def contrast(one: str, other: str) -> float:
    """Give the WCAG contrast of two `#rrggbb` colours: 1 (none) to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(code: str) -> float:
    red, green, blue = (_linear(int(code[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - the sRGB curve


def _gamma(channel: float) -> float:
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055  # noqa: PLR2004 - the sRGB curve


def _linear_rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
