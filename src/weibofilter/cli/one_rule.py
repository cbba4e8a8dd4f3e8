"""The rule that ``explain --rule`` asks about: whether it is in force, and if not, why."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from weibofilter.cli.formats.records import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from weibofilter.filter import Filter
    from weibofilter.rules.rule import Rule


def require_rule(name: str, chosen: Filter, paths: Sequence[Path] | None, *, with_shipped: bool) -> None:
    """InputError, with the reason, if no rule of this name is in force: it has another day, the policy turns it off, or there is none."""
    if any(rule.name == name for rule in chosen.rules):
        return
    known = _listed(paths, with_shipped=with_shipped)
    if name in known:
        raise InputError(f"rule {name!r} is not in force: {_why(known[name])}")
    import difflib  # noqa: PLC0415 - for messages only

    names = sorted({*known, *(rule.name for rule in chosen.rules)})
    # Who leaves the category out means the rule that has the id.
    close = [one for one in names if one.rpartition("/")[2] == name] or difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    told = f"did you mean {' or '.join(close)}?" if close else "weibofilter test -v names the rules that have examples"
    raise InputError(f"no rule is called {name!r}; {told}")


def _listed(paths: Sequence[Path] | None, *, with_shipped: bool) -> dict[str, Rule]:
    """The rules of the lists, those of other days as well; a compiled rule set has only those that were in force."""
    from weibofilter.rules.files import SUFFIXES  # noqa: PLC0415 - for messages only
    from weibofilter.rules.wordlist import read_wordlists  # noqa: PLC0415 - for messages only

    if any(path.is_file() and path.suffix not in SUFFIXES for path in paths or ()):
        return {}
    return {rule.name: rule for rule in read_wordlists(paths or (), shipped=with_shipped or not paths).rules}


def _why(rule: Rule) -> str:
    today = dt.date.today()  # noqa: DTZ011 - the local day, as for a filter
    if rule.start is not None and today < rule.start:
        return f"it begins on {rule.start}"
    if rule.until is not None and rule.until < today:
        return f"it ended on {rule.until}"
    return f"the policy turns {rule.category} off"
