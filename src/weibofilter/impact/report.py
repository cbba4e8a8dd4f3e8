"""What a change of rules does, as one JSON object: for CI, for dashboards, for a page."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Mapping

    from weibofilter.impact.compare import Change, Impact, Move, RuleImpact
    from weibofilter.impact.rules import RuleChanges
    from weibofilter.intervals import Share
    from weibofilter.verdict import Reason


def to_json(found: Impact) -> dict[str, Any]:
    """The impact as plain dictionaries, lists, strings and numbers, ready for ``json.dumps``; its form is told in ``docs/impact.md``."""
    changes = found.rule_changes
    return {
        "posts": found.posts,
        "rules": {field.name: list(getattr(changes, field.name)) for field in fields(changes)},
        "new_holds": _share(found.new_holds),
        "released": _share(found.released),
        "moves": [{**_move(move), **_share(found.rate(move))} for move, _ in ranked(found.moves)],
        "same_action": found.same_action,
        "by_rule": _by_rule(found.rules, changes),
        "by_shadow_rule": _by_rule(found.shadow, changes),
        "samples": [_sample(change) for move in sorted(found.samples) for change in found.samples[move]],
    }


def ranked(moves: Counter[Move]) -> list[tuple[Move, int]]:
    """The moves, the commonest first."""
    return sorted(moves.items(), key=lambda item: (-item[1], item[0]))


def ranked_rules(rules: Mapping[str, RuleImpact]) -> list[tuple[str, RuleImpact]]:
    """The rules, those that change most posts first."""
    return sorted(rules.items(), key=lambda item: (-item[1].moves.total(), item[0]))


def _share(one: Share) -> dict[str, Any]:
    return {"posts": one.count, "rate": one.rate, "low": one.low, "high": one.high}


def _move(move: Move) -> dict[str, str]:
    return {"from": move[0].value, "to": move[1].value}


def _by_rule(rules: Mapping[str, RuleImpact], changes: RuleChanges) -> list[dict[str, Any]]:
    return [
        {
            "rule": rule,
            "change": changes.of(rule),
            "newly": one.newly,
            "no_longer": one.no_longer,
            "otherwise": one.otherwise,
            "moves": [{**_move(move), "posts": count} for move, count in ranked(one.moves)],
        }
        for rule, one in ranked_rules(rules)
    ]


def _sample(change: Change) -> dict[str, Any]:
    return {
        **_move(change.move),
        "line": change.number,
        "text": change.post,
        "gained": _reasons(change.gained),
        "lost": _reasons(change.lost),
    }


def _reasons(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    names = ("rule", "action", "keyword", "start", "end", "text", "view", "disguises")
    told = [{name: getattr(reason, name) for name in names} for reason in reasons]
    return [{**one, "action": one["action"].value, "disguises": list(one["disguises"])} for one in told]
