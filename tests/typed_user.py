"""A user's program, held to mypy --strict: what the types promise is part of the interface."""

from collections.abc import Iterator

from weibofilter import Action, Dismissal, Filter, Policy, Reason, Verdict, WeiboFilterError


def judge(posts: list[str]) -> Iterator[tuple[str, Action]]:
    try:
        moderator: Filter = Filter.load("rules", shipped=True, policy=Policy({"abuse": "off"}, escalate_disguised=True))
    except WeiboFilterError as error:
        raise SystemExit(str(error)) from error
    for post, verdict in zip(posts, moderator.check_many(posts, batch_size=512), strict=True):
        yield post, verdict.action


def explain(verdict: Verdict) -> str:
    reasons: tuple[Reason, ...] = verdict.reasons
    dismissed: tuple[Dismissal, ...] = verdict.dismissed
    worst: Action = max((reason.action for reason in reasons), default=Action.ALLOW)
    margin: float | None = dismissed[0].margin if dismissed else None
    return f"{worst} {worst > Action.FLAG} {margin} {verdict.to_dict()['action']}"


def own(words: list[str]) -> Filter:
    return Filter.from_words(
        words, allow=["大麻烦"], action="delete", category="spam.own", views=("wide",), boundary="strict"
    ).warm()
