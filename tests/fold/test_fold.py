"""The fold as a whole: one for posts one by one and by the batch, and the way back to the post."""

import unicodedata
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weibofilter import Filter
from weibofilter.fold import fold_keyword, skeleton_fold
from weibofilter.fold.tables import FILLER
from weibofilter.fold.variants import MOST_SYMBOLS

FOLD = skeleton_fold()

CASES = [
    ("", ""),
    ("加微信", "加微信"),
    ("＋薇信", "薇信"),
    ("⑨⓿二肆⁹₈③⒋㈤㊄玖", "9024983459"),
    ("拾佰仟", "十百千"),
    ("𝓾𝔁４４４２", "ux42"),
    ("𝕏𝘏𝘾593", "xhc593"),
    ("ＫС４００７Ｃ", "kc407c"),
    ("ⒻⓤC⒦", "fuck"),
    ("招̶大̶混", "招大混"),
    ("\ufeff快", "快"),
    ("q.u.n.", "qun"),
    ("軟體 軟件", "软体软件"),
    ("喃喃", "喃"),
    ("İstanbul", "istanbul"),
    ("㍿", "株式会社"),
    ("🇻🇽", "vx"),
    ("1️⃣3️⃣", "13"),
]


@pytest.mark.parametrize(("text", "skeleton"), CASES)
def test_skeleton(text: str, skeleton: str) -> None:
    assert FOLD.skeleton(text) == skeleton


any_text = st.text(st.characters(), max_size=40)
posts = st.text(
    st.sampled_from([*"加微信喃喃aA1①❤＋の，。 \n大麻煩㍿ﷺİ\u0301\u200d\ufe0f", "\ud800", "\U00020000", "\U000e0041"]),
    max_size=30,
)


@given(any_text | posts)
def test_fold_is_idempotent(text: str) -> None:
    once = FOLD.skeleton(text)
    assert FOLD.skeleton(once) == once


@given(any_text | posts)
def test_the_quick_fold_is_the_fold(text: str) -> None:
    quick = FOLD.quick(text)
    if quick is not None:
        assert quick[0] == FOLD.skeleton(text)
        assert list(FOLD.variants(text)) == []


@given(st.lists(any_text | posts, min_size=1, max_size=6))
def test_a_batch_is_its_posts(texts: list[str]) -> None:
    batch = FOLD.batch(texts)
    assert batch.texts() == [FOLD.skeleton(text) for text in texts]


@given(st.lists(posts, min_size=1, max_size=5))
def test_every_character_leads_back_to_its_post(texts: list[str]) -> None:
    batch = FOLD.batch(texts)
    for place, character in enumerate(batch.text):
        if character != "\n":
            match = (place, place + 1, 0)
            ((index, start, end),) = batch.places([match])
            ((run,),) = batch.runs([match], [start])
            assert (run.start, run.end) == (start, end)
            source = texts[index][start:end]
            assert character in FOLD.skeleton(source)
            assert all(map(FOLD.skeleton, (source[0], source[-1])))


@given(st.lists(any_text | posts, min_size=1, max_size=6))
def test_variants_stand_behind_the_posts(texts: list[str]) -> None:
    batch, owners = FOLD.batch_with_variants(texts)
    expected = [*enumerate(texts), *((index, variant) for index, text in enumerate(texts) for variant in FOLD.variants(text))]
    assert list(zip(owners, batch.posts, strict=True)) == expected
    assert batch.texts() == [FOLD.skeleton(text) for _, text in expected]


@given(any_text | posts)
def test_a_post_alone_is_a_batch_of_one(text: str) -> None:
    alone, batch = FOLD.post(text), FOLD.batch([text])
    matches = [(place, place + 1, 0) for place in range(len(batch.text))]
    assert alone.text == batch.text
    assert FOLD.is_ambiguous(text) == bool(FOLD.ambiguous.take(batch.raw).any())
    assert alone.long_runs(set("加微信喃a1①の")) == batch.long_runs(set("加微信喃a1①の"))
    assert alone.kept_text == "".join(map(chr, batch.codes.tolist()))
    if matches:
        assert alone.places(matches) == batch.places(matches)
        assert alone.runs(matches, []) == batch.runs(matches, [place.start for place in batch.places(matches)])


@pytest.mark.parametrize("posts", [["加\uffff微", "信"], ["\uffff", "", "\uffff\uffff加"], ["加微信\uffff"]])
def test_what_joins_posts_may_stand_in_one(posts: list[str]) -> None:
    batch = FOLD.batch(posts)
    assert batch.texts() == [FOLD.skeleton(post) for post in posts]
    assert [batch.place(start, start) for start in batch.starts.tolist()] == [(index, 0, 0) for index in range(len(posts))]


@given(st.lists(any_text | posts, min_size=1, max_size=4), st.integers(0, 12))
def test_the_text_around_a_match_is_that_of_its_post_unless_it_is_long(texts: list[str], most: int) -> None:
    batch = FOLD.batch(texts)
    place = 0
    for own in batch.texts():
        for start in range(len(own)):
            match = (start, min(start + 2, len(own)), 0)
            fits = start <= most and len(own) - match[1] <= most
            assert batch.around((place + start, place + match[1], 0), most) == (own if fits else None)
            assert FOLD.post(own).around(match, most) == (own if fits else None)
        place += len(own) + 1


@given(posts)
def test_variants_keep_every_position(text: str) -> None:
    for variant in FOLD.variants(text):
        assert len(variant) == len(text)
        assert all(
            mine == theirs or not FOLD.tables.fold_char(mine) or theirs == FILLER or mine in FOLD.tables.alternatives
            for mine, theirs in zip(text, variant, strict=True)
        )


@pytest.mark.parametrize("post", ["①❤⑨", "|×⊙", "|×⊙❤", "①❤⑨②➕", "×|①❤⊙"])
def test_of_three_symbols_every_way_is_tried_and_of_more_each_unlike_the_rest(post: str) -> None:
    ways = [[symbol, *FOLD.variants(symbol)] for symbol in post]
    assert all(len(way) > 1 for way in ways)
    every = set(map("".join, product(*ways)))
    if len(post) > 3:
        defaults, others = post, [way[-1] for way in ways]
        ones = {post[:place] + taken + post[place + 1 :] for place, way in enumerate(ways) for taken in way[1:]}
        rest = {"".join((*others[:place], defaults[place], *others[place + 1 :])) for place in range(len(post))}
        every = ones | rest | {"".join(others)}
    variants = list(FOLD.variants(post))
    assert set(variants) >= every - {post}
    assert len(variants) == len(set(variants))
    assert len(post) > 3 or len(variants) == len(every) - 1


@pytest.mark.parametrize(
    ("text", "word", "span"), [("看㍿加微信", "加微信", (2, 5)), ("看㍿加微信", "会社", (1, 2)), ("加微信", "微信", (1, 3))]
)
def test_a_spelled_text_leads_back_to_its_own(text: str, word: str, span: tuple[int, int]) -> None:
    spelled = FOLD.spell(text)
    start = spelled.text.index(word)
    assert spelled.span(start, start + len(word)) == span


@pytest.mark.parametrize(
    ("post", "held"),
    [
        ("1069短信", True),
        ("91069短信", False),
        ("⑨1069短信", True),
        ("⑨①069短信", False),
        ("一1069短信", True),
        ("二1069短信", True),
    ],
)
def test_a_number_in_characters_is_no_run_of_digits(post: str, held: bool) -> None:
    assert bool(Filter.from_words(["1069短信"]).check(post).reasons) is held


def test_many_symbols_make_few_variants() -> None:
    circled = "".join(chr(code) for code in range(0x2460, 0x2474))
    assert len(list(FOLD.variants(circled))) <= 3 * MOST_SYMBOLS + 2**4


@pytest.mark.parametrize(
    ("keyword", "skeletons"), [("加V信", ("加v信",)), ("❤", ("心", "爱")), ("——", ()), ("①", ("1",)), ("😀的", ("的",))]
)
def test_a_keyword_by_its_readings(keyword: str, skeletons: tuple[str, ...]) -> None:
    assert fold_keyword(keyword) == skeletons


def test_every_code_point_has_a_fold() -> None:
    every = "".join(chr(code) for code in range(0x110000))
    folded = FOLD.batch([every]).text
    assert not any(unicodedata.category(character) == "Cs" for character in folded)


@pytest.mark.parametrize("before", ["①②③④⑤⑥⑦⑧", "".join(chr(code) for code in range(0x2460, 0x2474)), "ⒶⒷⒸⒹ㊀㊁❶❷❸☀★☎"])
@pytest.mark.parametrize("post", ["{}做❤", "做❤{}", "{}做爱", "{}加❤微❤信"])
def test_no_number_of_symbols_hides_another(before: str, post: str) -> None:
    assert Filter.from_words(["做爱", "加微信"]).check(post.format(before)).reasons


@pytest.mark.parametrize(
    ("keyword", "post"),
    [
        ("加微信", "加1️⃣微2️⃣信"),
        ("加微信", "加1⃣微1⃣信"),
        ("加微信", "加🔟微🔟信"),
        ("加微信", "加の1️⃣微信"),
        ("666", "6661️⃣"),
        ("666", "1️⃣666"),
        ("123", "1️⃣2️⃣3️⃣"),
        ("加vx", "加のvx"),
        ("q群", "qのq群"),
        ("fuck", "fㄆuㄆcㄆk"),
        ("fuck", "ⓕ①ⓤ②ck"),
        ("nmsl", "ⓝ①ⓜ②ⓢ③ⓛ"),
        ("nmsl", "ⓝ❤ⓜ①ⓢ☀ⓛ⑨⑧"),
    ],
)
def test_what_may_be_filler_is_taken_as_filler(keyword: str, post: str) -> None:
    judge = Filter.from_words([keyword])
    assert judge.check(post).reasons
    assert [bool(verdict.reasons) for verdict in judge.check_many([post, "好"])] == [True, False]
