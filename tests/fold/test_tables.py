"""What a fold must be: a fixpoint, the same for canonically equal text, and blind to nothing that a reader tells apart."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from weibofilter.fold.tables import DROPPED, EXPANDS, load_tables

ROOT = Path(__file__).resolve().parents[2]
TABLES = load_tables()
CHANGED = [chr(code) for code in np.flatnonzero(TABLES.lookup != np.arange(0x110000)).tolist()]
READ = [c for c in CHANGED if TABLES.fold_char(c)]


def fold(text: str) -> str:
    return "".join(map(TABLES.fold_char, text))


@cache
def standard_characters(last_row: int) -> tuple[str, ...]:
    """Characters of GB 2312 up to a row; rows up to 0xD7 hold the 3,755 common ones in order of pronunciation."""
    codes = (bytes([row, cell]) for row in range(0xB0, last_row + 1) for cell in range(0xA1, 0xFF))
    return tuple(character for code in codes if (character := code.decode("gb2312", errors="ignore")))


def test_folding_again_changes_nothing_for_any_code_point() -> None:
    # What is unchanged or dropped is so the second time.
    assert [c for c in READ if fold(TABLES.fold_char(c)) != TABLES.fold_char(c)] == []


# Trade marks are symbols to a reader, though letters to NFKC.
SYMBOLS = set("™℠🅪🅫🅬")


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_equivalent_text_folds_alike(form: Literal["NFC", "NFD", "NFKC", "NFKD"]) -> None:
    characters = [c for c in map(chr, range(0x110000)) if unicodedata.normalize(form, c) != c]
    if form.endswith("D"):  # no table of single characters puts a Hangul syllable together
        characters = [c for c in characters if not {"HANGUL", "KOREAN"} & set(unicodedata.name(c, "").split())]
    if form.startswith("NFK"):
        characters = [c for c in characters if c not in SYMBOLS]
    assert [c for c in characters if fold(unicodedata.normalize(form, c)) != TABLES.fold_char(c)] == []


def test_ascii_letters_and_digits_stay_but_for_case() -> None:
    for code in range(128):
        character = chr(code)
        assert TABLES.fold_char(character) == (character.lower() if character.isalnum() else "")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("⑨⓿二肆⁹₈③⒋㈤㊄玖〇零", "9024983455900"),
        ("拾佰仟", "十百千"),
        ("𝓾𝔁", "ux"),
        ("ⒻⓤC⒦", "fuck"),
        ("𝕏𝘏𝘾593", "xhc593"),
        ("𝓾𝔁４４４２", "ux4442"),
        ("ＫС４００７Ｃ", "kc4007c"),
        ("q.u.n.", "qun"),
        ("招̶大̶混", "招大混"),
        ("\ufeff加\u200b微\u00ad信\u3164", "加微信"),
        ("ＶХ Ⅴх vⅹ", "vxvxvx"),
        ("🇻🅧 ᴠᵪ 🆅⒳", "vxvxvx"),
        ("1️⃣8️⃣🔟", "1810"),
        ("頭髮乾幹著名後來", "头发干干着名后来"),
        ("売薬妳強姦約砲", "卖药你强奸约炮"),
        ("㍿㎏ﬁ㈱⼥", "株式会社kgfi株女"),
        ("İSTANBUL Straße ẞ", "istanbulstrassess"),
        ("Čafé ñ ø đ ł", "cafenodl"),
        ("đ\u0301é\u0301", "de"),
        ("ᎪᏴꓐᗷ", "abbb"),
        ("٣३௩๓", "3333"),
        ("傻@#￥%逼", "傻逼"),
        ("加.微❤️信👩\u200d❤\u200d👩", "加微信"),
        ("ᚠ𓀀ฅ灬丶", ""),
        ("\ud800信\U000e0041\ue000", "信"),
        ("我嘅妹妹唔喺度", "我嘅妹妹唔喺度"),
        ("が カ\u3099 ｶﾞ ㄅ", "かカカㄅ"),
    ],
)
def test_examples(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("character", "steps"),
    [
        ("中", ()),
        ("Ｖ", ("full-width", "case")),
        ("頭", ("traditional",)),
        ("売", ("regional",)),
        ("㍿", ("compatibility",)),
        ("𝓾", ("styled",)),
        ("ⓥ", ("enclosed",)),
        ("九", ("number",)),
        ("é", ("accented",)),
        ("с", ("look-alike",)),
        ("❤", ("interleaved",)),
        ("\u200b", ("interleaved",)),
    ],
)
def test_each_step_is_named(character: str, steps: tuple[str, ...]) -> None:
    assert TABLES.steps_of(character) == steps


def test_steps_are_named_exactly_where_something_changed() -> None:
    assert [c for c in CHANGED if not TABLES.steps_of(c)] == []
    assert "".join(map(chr, TABLES._source.tolist())) == "".join(READ)


def test_spellings_are_no_disguise() -> None:
    assert TABLES.spelling_steps == {"full-width", "compatibility", "traditional", "regional", "case"}
    assert TABLES.spelling_steps < set(TABLES.step_names)


def test_a_spelled_text_keeps_its_numerals_and_marks() -> None:
    assert "".join(map(TABLES.spelling_of, "大陸第貳名，ＯＫ①❤")) == "大陆第贰名，ok①❤"


def test_spelling_is_a_way_to_the_fold() -> None:
    assert [c for c in READ if fold(TABLES.spelling_of(c)) != TABLES.fold_char(c)] == []


# Common simplified characters that the fold changes, all meant: numerals, a cheque's ten, hundred and thousand (收拾 is 收十 on
# both sides), and three that are the traditional spelling of another (乾净, 著急, 藉口; so 慰藉 is 慰借 on both sides).
MEANT = {
    **dict(zip("零一二三四五六七八九", "0123456789", strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", "123456789", strict=True)),
    **dict(zip("拾佰仟", "十百千", strict=True)),
    "乾": "干",
    "著": "着",
    "藉": "借",
}


def test_common_characters_are_merged_only_where_meant() -> None:
    assert {c: TABLES.fold_char(c) for c in standard_characters(0xD7) if TABLES.fold_char(c) != c} == MEANT


# The rarer half of the standard: variants and traditional spellings that it lists besides, and strokes used as ornament.
MEANT_RARER = {
    **dict(zip("吒夥彷後徵捱摺於榘甯砦菸薹藁醣锺馀麴麽", "咤伙仿后征挨折于矩宁寨烟苔稿糖钟余曲么", strict=True)),
    **dict.fromkeys("丶丨丿灬", ""),
}


def test_rarer_standard_characters_are_merged_only_where_meant() -> None:
    changed = {c: TABLES.fold_char(c) for c in standard_characters(0xF7) if TABLES.fold_char(c) != c}
    assert changed == MEANT | MEANT_RARER


def test_symbols_that_may_be_filler() -> None:
    assert TABLES.alternatives["①"] == ("1",)
    assert TABLES.alternatives["ⓥ"] == ("v",)
    assert TABLES.alternatives["🇻"] == ("v",)
    assert TABLES.alternatives["❤"] == ("心", "爱")
    assert TABLES.alternatives["＋"] == TABLES.alternatives["+"] == TABLES.alternatives["➕"] == ("加",)
    assert not TABLES.alternatives.keys() & set("二9⁹𝟗Ｖ一！@，。")


def test_readings_are_folded_and_of_symbols_that_are_read_or_dropped() -> None:
    for symbol, readings in TABLES.alternatives.items():
        assert readings
        assert all(reading and fold(reading) == reading for reading in readings)
        assert TABLES.fold_char(symbol) in {"", *readings}


def test_the_arrays_agree_with_the_characters() -> None:
    expanding = np.flatnonzero((TABLES.lookup & EXPANDS).astype(bool) & (TABLES.lookup != DROPPED))
    assert len(expanding) == len(TABLES.expansion_start) - 1
    assert TABLES.expansion_start[-1] == len(TABLES.expansion_flat)
    assert all(len(TABLES.fold_char(chr(code))) > 1 for code in expanding.tolist())
    assert TABLES.lookup[ord("❤")] == DROPPED


def test_the_tables_cannot_be_written_to() -> None:
    for array in (TABLES.lookup, TABLES.expansion_flat, TABLES.kana, TABLES.bopomofo, TABLES.han):
        assert not array.flags.writeable


def test_scripts_that_stand_between_han_characters() -> None:
    assert TABLES.kana[[ord(c) for c in "ふのアーｱ"]].all()
    assert TABLES.bopomofo[[ord(c) for c in "ㄅㆠ"]].all()
    assert TABLES.han[[ord(c) for c in "中𠮷〇"]].all()
    assert not (TABLES.han & (TABLES.kana | TABLES.bopomofo)).any()


def test_the_shipped_data_are_what_their_sources_give() -> None:
    pytest.importorskip("unicodedata2", reason="the generator's packages are not installed")
    pytest.importorskip("homoglyph", reason="the generator's packages are not installed")
    command = [sys.executable, str(ROOT / "tools" / "build_fold_tables.py"), "--check"]
    made = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- our own script, no outside input
    assert made.returncode == 0, made.stdout + made.stderr
