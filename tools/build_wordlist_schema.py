"""Writes the JSON Schema of word lists, `src/weibofilter/rules/wordlist.schema.json`, from the parser's own tables."""

import json
from pathlib import Path

from weibofilter.rules.schema import wordlist_schema

TARGET = Path(__file__).parents[1] / "src" / "weibofilter" / "rules" / "wordlist.schema.json"


def main() -> None:
    """Writes the file."""
    TARGET.write_text(json.dumps(wordlist_schema(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
