"""The steps that come from Unicode data: each function gives a table from character to text, of one step alone.

A character stands in one table at most where the reason is one: digits in any dress belong to `number`, letters in a circle to
`enclosed`, so that the evidence names the dress that was seen.
"""

from __future__ import annotations

import re
from functools import cache

import unicodedata2 as ucd

from fold_tables.sources import Table, assigned, curated, decomposition, every_character, prototypes, scripts, without_marks

LATIN_DRESSED = re.compile(r"LATIN (?:SMALL|CAPITAL) LETTER ([A-Z]) WITH ")
SMALL_CAPITAL = re.compile(r"LATIN LETTER SMALL CAPITAL ([A-Z])")
ENCLOSED_NAME = re.compile(
    r"(?:CROSSED )?(?:NEGATIVE )?(?:CIRCLED|SQUARED) (?:LATIN (?:SMALL|CAPITAL) LETTER )?"
    r"([A-Z]|IC|PA|SA|AB|WC|CC|CL|COOL|FREE|ID|NEW|NG|OK|SOS|VS|HC|HDR|SHV|UHD|VOD)",
)
REGIONAL_INDICATOR = re.compile(r"REGIONAL INDICATOR SYMBOL LETTER ([A-Z])")
ENCLOSING = re.compile(r"PARENTHESIZED|CIRCLED|SQUARED|FULL STOP|COMMA")
DELIMITERS = str.maketrans("", "", "().,〔〕⁄")

# Trade mark and service mark signs are NFKC letters, but nobody reads 苹果™ as 苹果tm: they are symbols, and tm is an abuse.
MARKS_OF_TRADE = frozenset("™℠🅪🅫🅬")

# Scripts whose letters are typed for Latin ones. Hebrew, Arabic, Indic and historic scripts have look-alikes too, but nobody
# writes with them, and in text of those scripts the letters are what they are.
LOOK_ALIKE_SCRIPTS = frozenset({"Latn", "Grek", "Copt", "Cyrl", "Armn", "Cher", "Cans", "Lisu"})


@cache
def full_width() -> Table:
    """Ｑ -> Q, ｱ -> ア: the width of an input method, innocent."""
    return _tagged({"wide", "narrow"})


@cache
def compatibility() -> Table:
    """㍿ -> 株式会社, ﷺ, ﬁ -> fi, 豈 (U+F900) -> 豈, ⼀ (Kangxi radical) -> 一: one text, encoded twice."""
    tags = {"compat", "vertical", "initial", "medial", "final", "isolated", "noBreak", "small", "square"}
    table = {source: target for source, target in _tagged(tags).items() if source not in number() and source not in enclosed()}
    for source in assigned():
        tag, target = decomposition(source)
        if not tag and len(target) == 1:
            table[source] = target
    for source, target in prototypes().items():
        if "⺀" <= source <= "⻳" and scripts().get(target) == "Hani":
            table.setdefault(source, target)
    table |= {row[0]: row[1] for row in curated("radicals.tsv")}
    return {source: target for source, target in table.items() if source not in styled()}


@cache
def styled() -> Table:
    """𝓾 -> u, ᵛ -> v, ₓ -> x, ᴠ -> v, Ⅴ -> V: letters in a style that no keyboard types."""
    table = {source: target for source, target in _tagged({"font", "super", "sub"}).items() if source not in number()}
    for source in assigned():
        name = ucd.name(source, "")
        if match := SMALL_CAPITAL.fullmatch(name):
            table[source] = match[1].lower()
        elif "ROMAN NUMERAL" in name and (target := decomposition(source)[1]):
            table[source] = target
    return {source: target for source, target in table.items() if source not in MARKS_OF_TRADE}


@cache
def enclosed() -> Table:
    """ⓥ, ⒱, 🅥, 🆅, 🇻 -> v, ㊙ -> 秘, 🈲 -> 禁: in a circle, a square, brackets, or half a flag."""
    table: Table = {}
    for source in assigned():
        name, (tag, target) = ucd.name(source, ""), decomposition(source)
        if source in number() or source in MARKS_OF_TRADE:
            continue
        if tag == "circle" or (tag and ENCLOSING.search(name) and not ("㌀" <= source <= "㏿")):
            table[source] = target.translate(DELIMITERS)
        elif match := ENCLOSED_NAME.fullmatch(name) or REGIONAL_INDICATOR.fullmatch(name):
            table[source] = match[1].lower()
    return table


@cache
def number() -> Table:
    """⑨ ⓿ ⁹ ₈ ⒋ 𝟗 ٣ -> ASCII digits, and by the curated file 二 肆 -> 2 4, 拾佰仟 -> 十百千.

    Decimal digits of every script; other numbers where they are digits in a dress (½ is "12": its parts less the slash, as the
    two digits written out would give). Letters that only have a numeric value (Ⅷ, 兆) are no digits.
    """
    table: Table = {}
    for source in assigned():
        value = _digits(source)
        if value and value != source and decomposition(source)[0] not in {"wide", "narrow"}:
            table[source] = value
    return table | {row[0]: row[1] for row in curated("numbers.tsv")}


@cache
def accented() -> Table:
    """é -> e, ø -> o, й -> и, が -> か: the base letter, so that text composed (NFC) and decomposed (NFD) folds alike.

    Hangul syllables are left whole: no table of single characters can put their parts together again.
    """
    table: Table = {}
    for source in assigned():
        tag, target = decomposition(source)
        if not tag and len(target) > 1 and not "가" <= source <= "힣":
            table[source] = without_marks(ucd.normalize("NFD", source))
        elif match := LATIN_DRESSED.match(ucd.name(source, "")):
            table[source] = match[1] if ucd.category(source) == "Lu" else match[1].lower()
    # İ is the capital of i in Turkish: case, not an accent.
    return {source: target for source, target in table.items() if source not in {"İ", target}}


@cache
def look_alike() -> Table:
    """С (Cyrillic) -> C, ο (Greek) -> o, Ꮪ (Cherokee) -> S: letters that look Latin, by Unicode's confusables.

    It stands before `case`, since it is the letter as displayed that misleads: Ν (Greek) is N, its small form ν is v. Where the
    prototype is a bare stroke (l stands for I, l, 1 there), a capital or caseless letter is I and a small one l.
    """
    table = {source: _latin(source) for source in prototypes() if _may_look_latin(source)}
    table |= {row[0]: row[1] for row in curated("look_alikes.tsv")}
    return {source: target for source, target in table.items() if target}


@cache
def case() -> Table:
    """Full case folding: ß -> ss, İ -> i.

    The interpreter's own folding for what it knows (Unicode keeps foldings for ever) and, for letters newer than the
    interpreter, the small letter of the same name. Only letters have a case: Ⓕ is first taken out of its circle.
    """
    table: Table = {}
    for source in (character for character in assigned() if ucd.category(character).startswith("L")):
        target = source.casefold()
        if target == source and ucd.category(source) == "Lu":
            target = _small_letter_by_name(source)
        if target != source:
            table[source] = without_marks(target)
    return table


@cache
def dropped() -> frozenset[str]:
    """What leaves nothing: invisibles, marks, punctuation, symbols, separators, historic letters, unassigned code points.

    Marks that are vowels (Thai, Devanagari) go too: the fold is a key, and on Han text they are decoration. Tag characters
    (U+E0020..) are dropped and not read: no reader sees them. Lone surrogates are dropped like any invisible.
    """
    kinds = ("C", "M", "P", "S", "Z")
    bare = {source for source in every_character() if ucd.category(source).startswith(kinds)}
    historic = {row[0] for row in curated("historic_scripts.tsv")}
    ornaments = {source for source, script in scripts().items() if script in historic}
    return frozenset(bare | ornaments | {row[0] for row in curated("fillers.tsv")})


def _tagged(tags: set[str]) -> Table:
    return {source: target for source in assigned() for tag, target in [decomposition(source)] if tag in tags}


def _digits(source: str) -> str:
    """The ASCII digits that a character stands for, "" for one that is no digit in a dress."""
    category, (tag, target) = ucd.category(source), decomposition(source)
    if category == "Nd":
        return str(ucd.decimal(source))
    if category == "No" and tag in {"fraction", "super", "sub"}:
        return str(ucd.normalize("NFKC", target)).translate(DELIMITERS)
    if category == "No" and (tag or ENCLOSING.search(ucd.name(source))):
        value = ucd.numeric(source)
        # ㈩ is 十 in brackets: ten in Han is no digit.
        return str(int(value)) if value == int(value) and (value < 10 or target.translate(DELIMITERS).isascii()) else ""
    return ""


def _may_look_latin(source: str) -> bool:
    is_letter = ucd.category(source).startswith("L") and scripts().get(source) in LOOK_ALIKE_SCRIPTS
    return is_letter and not source.isascii() and ucd.normalize("NFKC", source) == source


def _latin(source: str) -> str:
    target = without_marks(ucd.normalize("NFKD", prototypes()[source]))
    if match := SMALL_CAPITAL.fullmatch(ucd.name(target, "") if len(target) == 1 else ""):
        return match[1].lower()
    if not target.isascii() or not target.isalpha():
        return ""
    if target == "l" and ucd.category(source) in {"Lu", "Lo"}:
        return "i"
    # Two letters only for true ligatures (æ, ꜳ): Ы is no "bl", Ю no "lO".
    return target if len(target) == 1 or scripts()[source] == "Latn" or source in "Ӕӕ" else ""


def _small_letter_by_name(source: str) -> str:
    small = ucd.name(source, "").replace("CAPITAL", "SMALL", 1)
    try:
        return str(ucd.lookup(small))
    except KeyError:
        return source
