"""Glyphs as vectors whose product says how alike two of them look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Vectors = npt.NDArray[np.float32]

SIDE: Final = 24
"""Pixels: with more, a stroke that is moved by its own width no longer meets itself."""
FONTS: Final = ("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Regular.ttc")
SIMPLIFIED: Final = "CJK SC"


def likeness_vectors(folder: Path, characters: Sequence[str]) -> Vectors:
    """One row for each character: its glyphs in both fonts, blurred, without mean and of length 1, so that 1 is the same picture."""
    rows = [_render(_font(folder / name), characters) for name in FONTS]
    return np.hstack(rows) / np.float32(np.sqrt(len(rows)))


def _font(path: Path) -> ImageFont.FreeTypeFont:
    """The face for simplified Chinese of a font collection."""
    for index in range(16):
        font = ImageFont.truetype(str(path), SIDE + 4, index=index)
        if SIMPLIFIED in (font.getname()[0] or "") and "Mono" not in (font.getname()[0] or ""):
            return font
    raise SystemExit(f"{path} has no face {SIMPLIFIED}")


def _render(font: ImageFont.FreeTypeFont, characters: Sequence[str]) -> Vectors:
    rows = np.zeros((len(characters), SIDE * SIDE), np.float32)
    for row, character in zip(rows, characters, strict=True):
        image = Image.new("L", (40, 40), 0)
        ImageDraw.Draw(image).text((6, 0), character, fill=255, font=font)
        if box := image.getbbox():
            glyph = image.crop(box).resize((SIDE, SIDE), Image.Resampling.BILINEAR).filter(ImageFilter.GaussianBlur(1.2))
            pixels = np.asarray(glyph, np.float32).ravel()
            pixels = pixels - pixels.mean()
            row[:] = pixels / (np.linalg.norm(pixels) + 1e-9)
    return rows
