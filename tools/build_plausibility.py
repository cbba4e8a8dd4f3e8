"""Builds `src/weibofilter/plausible/data/language.bin`: how probable Chinese text is, in 6 MB.

    pip install wordfreq==3.1.1 jieba==0.42.1 emoji==2.16.0 pycantonese==5.0.0
    apt-get download sunpinyin-data=0.1.22+20170109-2 && dpkg -x sunpinyin-data_*.deb sunpinyin
    python tools/build_plausibility.py --cold COLDataset/train.csv --open-gram sunpinyin/usr/lib/x86_64-linux-gnu/sunpinyin/data

Sources and their licences: `tools/plausibility/sources.py`. Every fifth text is left out: `tools/train_scorers.py` makes its disguises
of those, so that the scorers learn from text that the statistics have not seen, as they will meet it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from plausibility.open_gram import read_open_gram
from plausibility.sources import cantonese_texts, cold_texts, counted, jieba_words, wordfreq_words
from plausibility.statistics import Counts, arrays_of
from weibofilter.arrays import pack_arrays

TARGET = Path(__file__).resolve().parent.parent / "src" / "weibofilter" / "plausible" / "data" / "language.bin"
OF_WORDFREQ, OF_JIEBA, OF_COLD, OF_CANTONESE = 10.0, 5.0, 9.0, 12.0
"""What an occurrence counts: in a million for the lists, as such for the texts. Some 15 million are words, 20 million running text."""
OF_OPEN_GRAM = 80e6
"""Words of running text that open-gram stands for. It halves the surprise that forum posts are to word lists alone; from 30 million on
little changes (posts that it has not seen: 5.02 to 5.00 nats a character), but the Cantonese texts need more weight to hold their own."""


def main() -> None:
    """Writes the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cold", type=Path, required=True, help="COLD: train.csv, or JSON lines with source and text")
    parser.add_argument("--cantonese", type=Path, help="pycantonese's data folder, where the package is not installed")
    parser.add_argument("--open-gram", type=Path, required=True, help="the folder of lm_sc.t3g and pydict_sc.bin")
    options = parser.parse_args()
    counts = Counts()
    counts.add_words(wordfreq_words(), OF_WORDFREQ)
    counts.add_words(jieba_words(), OF_JIEBA, least=0.05)
    counts.spread_words()
    counts.add_texts(counted(cold_texts(options.cold)), OF_COLD)
    counts.add_texts(counted(cantonese_texts(options.cantonese)), OF_CANTONESE)
    counts.add_sequences(read_open_gram(options.open_gram), OF_OPEN_GRAM)
    packed = pack_arrays(arrays_of(counts))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(packed)
    print(f"{TARGET}: {len(packed):,} bytes")


if __name__ == "__main__":
    main()
