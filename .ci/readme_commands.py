"""Prints the shell commands that a Markdown file shows in its ```sh blocks, for the checks to run as written."""

import re
import sys
from pathlib import Path

blocks = re.findall(r"^```sh\n(.*?)^```", Path(sys.argv[1]).read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
if not blocks:
    sys.exit(f"{sys.argv[1]} shows no ```sh block")
print("\n".join(blocks))
