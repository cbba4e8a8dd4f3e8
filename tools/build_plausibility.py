"""Builds `src/weibofilter/plausible/data/language.bin`: how probable Chinese text is, in 3 MB.

    pip install wordfreq==3.1.1 jieba==0.42.1 emoji==2.16.0 pycantonese==5.0.0
    python tools/build_plausibility.py --cold COLDataset/train.csv

Sources and their licences: `tools/plausibility/sources.py`. Every fifth text is left out: `tools/train_scorers.py` makes its disguises
of those, so that the scorers learn from text that the statistics have not seen, as they will meet it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from plausibility.sources import cantonese_texts, cold_texts, counted, jieba_words, wordfreq_words
from plausibility.statistics import Counts, arrays_of
from weibofilter.arrays import pack_arrays

TARGET = Path(__file__).resolve().parent.parent / "src" / "weibofilter" / "plausible" / "data" / "language.bin"
OF_WORDFREQ, OF_JIEBA, OF_COLD, OF_CANTONESE = 10.0, 5.0, 6.0, 3.0
"""What an occurrence counts: in a million for the lists, as such for the texts. Some 15 million are words, 5 million running text."""


def main() -> None:
    """Writes the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cold", type=Path, required=True, help="COLD: train.csv, or JSON lines with source and text")
    parser.add_argument("--cantonese", type=Path, help="pycantonese's data folder, where the package is not installed")
    options = parser.parse_args()
    counts = Counts()
    counts.add_words(wordfreq_words(), OF_WORDFREQ)
    counts.add_words(jieba_words(), OF_JIEBA, least=0.05)
    counts.spread_words()
    counts.add_texts(counted(cold_texts(options.cold)), OF_COLD)
    counts.add_texts(counted(cantonese_texts(options.cantonese)), OF_CANTONESE)
    packed = pack_arrays(arrays_of(counts))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(packed)
    print(f"{TARGET}: {len(packed):,} bytes")


if __name__ == "__main__":
    main()
