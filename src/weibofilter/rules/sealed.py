"""The envelope of a compiled rule set: what it is, of which version, and a checksum over every byte of it, or a signature.

magic (12 bytes), version (2), kind (1), the content, 32 bytes of SHA-256 over all before them; signed, of HMAC-SHA-256 with the key

A checksum shows damage. It shows no intent: whoever can write the file can write the checksum. Only the key does, which whoever may
write the file must not have.
"""

from __future__ import annotations

import hashlib
import hmac
import struct

from weibofilter.errors import CompiledFileError

MAGIC = b"weibofilter\x00"
VERSION = 5
SHORTEST_KEY = 16
"""Bytes: half of what HMAC-SHA-256 makes use of, and twice what anybody can try."""
_FRONT = struct.Struct("<12sHB")
_UNSIGNED, _SIGNED = 0, 1
_SEAL = hashlib.sha256().digest_size


def seal(content: bytes, key: bytes | None = None) -> bytes:
    """The content in its envelope, signed if there is a key. ValueError for a key of fewer than ``SHORTEST_KEY`` bytes."""
    front = _FRONT.pack(MAGIC, VERSION, _UNSIGNED if key is None else _SIGNED)
    return b"".join((front, content, _seal_of((front, content), key)))


def unseal(data: bytes, name: str, key: bytes | None = None) -> memoryview:
    """The content of a file that is whole, of this version, and signed with the key if there is one; CompiledFileError otherwise.

    The comparison takes the same time wherever the first difference stands, so that a signature cannot be found byte by byte.
    """
    if len(data) < _FRONT.size + _SEAL or not data.startswith(MAGIC):
        raise CompiledFileError(f"{name}: is no compiled rule set")
    _, version, kind = _FRONT.unpack_from(data)
    if version != VERSION:
        raise CompiledFileError(f"{name}: is of format {version}, this is format {VERSION}; compile the word lists again")
    if kind == _SIGNED and key is None:
        raise CompiledFileError(f"{name}: is signed; open it with the key it was signed with")
    if kind != _SIGNED and key is not None:
        raise CompiledFileError(f"{name}: is not signed, and a key was given: anybody may have written it")
    whole = memoryview(data)
    if not hmac.compare_digest(_seal_of((whole[:-_SEAL],), key), whole[-_SEAL:]):
        told = "is damaged or was changed" if key is None else "was signed with another key, is damaged or was changed"
        raise CompiledFileError(f"{name}: {told}; compile the word lists again")
    return whole[_FRONT.size : -_SEAL]


def _seal_of(parts: tuple[bytes | memoryview, ...], key: bytes | None) -> bytes:
    if key is not None and len(key) < SHORTEST_KEY:
        raise ValueError(f"a key of {len(key)} bytes can be guessed: use {SHORTEST_KEY} or more, as of secrets.token_bytes(32)")
    digest = hashlib.sha256() if key is None else hmac.new(key, digestmod="sha256")
    for part in parts:
        digest.update(part)
    return digest.digest()
