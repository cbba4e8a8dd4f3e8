"""A compiled rule set is used whole or not at all, whatever was done to the file."""

from __future__ import annotations

import struct
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weibofilter import Filter
from weibofilter.errors import CompiledFileError
from weibofilter.rules.sealed import MAGIC, VERSION, seal, unseal

if TYPE_CHECKING:
    from pathlib import Path

KEY = bytes(range(32))
KEYS = [None, KEY]


@cache
def compiled(key: bytes | None) -> bytes:
    return Filter.from_words(["大麻", "加微信"], allow=["大麻烦"], views=["skeleton", "masked"]).to_bytes(key=key)


def refused(data: bytes, key: bytes | None) -> bool:
    try:
        unseal(data, "rules", key)
    except CompiledFileError:
        return True
    return False


CONTENT = bytes(range(256))


@pytest.mark.parametrize("key", KEYS, ids=["checksum", "signed"])
def test_every_bit_flipped_and_every_cut_is_refused(key: bytes | None) -> None:
    data = bytearray(seal(CONTENT, key))
    assert not refused(bytes(data), key)
    for place in range(len(data)):
        for bit in range(8):
            data[place] ^= 1 << bit
            assert refused(bytes(data), key), f"bit {bit} of byte {place}"
            data[place] ^= 1 << bit
    assert all(refused(bytes(data[:end]), key) for end in range(len(data)))
    assert all(refused(bytes(data[first:]), key) for first in range(1, len(data)))


@pytest.mark.parametrize("key", KEYS, ids=["checksum", "signed"])
def test_a_changed_rule_set_is_refused_wherever_it_was_changed(key: bytes | None) -> None:
    data = bytearray(compiled(key))
    for place in (*range(200), *range(200, len(data), 997), *range(len(data) - 40, len(data))):
        data[place] ^= 0xFF
        assert refused(bytes(data), key), f"byte {place}"
        data[place] ^= 0xFF


@given(st.data())
@pytest.mark.parametrize("key", KEYS, ids=["checksum", "signed"])
def test_bytes_added_taken_out_or_moved_are_refused(key: bytes | None, data: st.DataObject) -> None:
    whole = seal(CONTENT, key)
    first, after = sorted(data.draw(st.integers(0, len(whole))) for _ in range(2))
    changed = whole[:first] + data.draw(st.binary(max_size=40)) + whole[after:]
    assert changed == whole or refused(changed, key)


def test_a_file_of_another_version_says_so() -> None:
    other = MAGIC + struct.pack("<HB", VERSION + 7, 0) + b"something else altogether" * 5
    with pytest.raises(CompiledFileError, match=f"rules: is of format {VERSION + 7}, this is format {VERSION}"):
        Filter.from_bytes(other, "rules")


@pytest.mark.parametrize(
    ("written_with", "opened_with", "told"),
    [
        (KEY, None, "is signed; open it with the key"),
        (None, KEY, "is not signed, and a key was given"),
        (KEY, KEY[::-1], "was signed with another key, is damaged or was changed"),
    ],
)
def test_a_key_is_asked_for_where_one_was_used(written_with: bytes | None, opened_with: bytes | None, told: str) -> None:
    with pytest.raises(CompiledFileError, match=told):
        Filter.from_bytes(compiled(written_with), "rules", key=opened_with)


def test_who_has_no_key_cannot_sign() -> None:
    content = bytes(unseal(compiled(KEY), "rules", KEY))
    forged = seal(content)
    with pytest.raises(CompiledFileError, match="is not signed"):
        Filter.from_bytes(forged, key=KEY)
    renamed = forged[:14] + b"\x01" + forged[15:]  # the kind alone says that it is signed
    with pytest.raises(CompiledFileError, match="was signed with another key"):
        Filter.from_bytes(renamed, key=KEY)


def test_a_signed_file_opens_with_its_key(tmp_path: Path) -> None:
    f = Filter.from_words(["大麻"])
    f.save(tmp_path / "rules", key=KEY)
    assert Filter.open(tmp_path / "rules", key=KEY).check("有人种植大麻") == f.check("有人种植大麻")


def test_a_key_that_can_be_guessed_is_no_key() -> None:
    with pytest.raises(ValueError, match="a key of 6 bytes can be guessed"):
        Filter.from_words(["大麻"]).to_bytes(key=b"secret")
