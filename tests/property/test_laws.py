"""Laws that hold for any rules and any posts."""

import pickle

from hypothesis import given, settings
from hypothesis import strategies as st

from weibofilter import Action, Dismissal, Filter, Reason

ALPHABET = "加微信薇大麻烦煩做爱心喃嘻6aAvx做口交通"
NOISE = "，。 .!❤①＋の\n@#[]/:\u200b\u0301\ufe0f\ud800㍿İ𝓾"

words = st.lists(st.text(ALPHABET, min_size=1, max_size=4), min_size=1, max_size=4, unique=True)
posts = st.text(ALPHABET + NOISE, max_size=30) | st.text(max_size=30)
boundaries = st.sampled_from(["soft", "strict", "off"])


@given(words, posts, boundaries)
def test_spans_slice_the_post(keywords: list[str], post: str, boundary: str) -> None:
    verdict = Filter.from_words(keywords, boundary=boundary).check(post)
    entries: list[Reason | Dismissal] = [*verdict.reasons, *verdict.dismissed]
    for entry in entries:
        assert entry.text == post[entry.start : entry.end] != ""
        assert entry.keyword in keywords


@given(words, posts, boundaries)
def test_reasons_are_empty_exactly_when_allowed_and_come_in_order(keywords: list[str], post: str, boundary: str) -> None:
    verdict = Filter.from_words(keywords, boundary=boundary).check(post)
    assert (verdict.action == Action.ALLOW) == (verdict.reasons == ())
    places = [(reason.start, -reason.end, reason.rule, reason.keyword) for reason in verdict.reasons]
    assert places == sorted(set(places))


@given(words, st.lists(posts, max_size=8), st.integers(1, 5))
def test_many_are_as_one_by_one(keywords: list[str], texts: list[str], batch_size: int) -> None:
    f = Filter.from_words(keywords)
    assert list(f.check_many(texts, batch_size=batch_size)) == [f.check(text) for text in texts]


@given(words, words, posts)
def test_an_excuse_only_ever_removes(keywords: list[str], excuses: list[str], post: str) -> None:
    without = {
        (reason.keyword, reason.start, reason.end) for reason in Filter.from_words(keywords, boundary="off").check(post).reasons
    }
    shielded = Filter.from_words(keywords, allow=excuses, boundary="off").check(post)
    again = {(reason.keyword, reason.start, reason.end) for reason in shielded.reasons}
    inside_another = {
        place for place in again - without if any(other[1] <= place[1] and place[2] <= other[2] for other in without)
    }
    assert again - without == inside_another


@given(words, words, posts)
def test_a_keyword_more_never_lowers_the_action(keywords: list[str], more: list[str], post: str) -> None:
    fewer = Filter.from_words(keywords).check(post)
    assert Filter.from_words([*keywords, *more]).check(post).action >= fewer.action


@given(words, posts)
def test_what_is_public_pickles_and_hashes(keywords: list[str], post: str) -> None:
    f = Filter.from_words(keywords)
    verdict = f.check(post)
    for value in (verdict, *verdict.reasons, *verdict.dismissed, f.policy, *f.rules):
        assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 - what the test itself has written
        assert isinstance(hash(value), int)


@settings(max_examples=30)
@given(words, posts)
def test_a_filter_sent_elsewhere_is_the_same(keywords: list[str], post: str) -> None:
    f = Filter.from_words(keywords, allow=["大麻烦"])
    sent = pickle.loads(pickle.dumps(f))  # noqa: S301 - what the test itself has written
    assert sent.digest == f.digest
    assert sent.check(post) == f.check(post)


@given(words, posts)
def test_mask_touches_the_held_places_alone(keywords: list[str], post: str) -> None:
    f = Filter.from_words(keywords)
    masked = f.mask(post, fill="\uffff")
    assert len(masked) == len(post)
    held = {place for reason in f.check(post).reasons for place in range(reason.start, reason.end)}
    assert all((masked[place] == "\uffff") if place in held else (masked[place] == post[place]) for place in range(len(post)))
