from __future__ import annotations

import os
import tracemalloc
from collections.abc import Iterator

import pytest

pytest.importorskip("cryptography")

from myotome.record.files.seal import HEADER_BYTES, PIECE_BYTES, TAG_BYTES, BrokenSeal, Key, Sealer, read_key, unsealed
from myotome.words.errors import UsageError

OLD, NEW = Key(b"o" * 32), Key(b"n" * 32)
SEALED_PIECE = PIECE_BYTES + TAG_BYTES


def _seal(content: bytes, key: Key = NEW, step: int = 70_000) -> bytes:
    out: list[bytes] = []
    sealer = Sealer(key, out.append)
    for at in range(0, len(content), step):
        sealer.write(content[at : at + step])
    sealer.finish()
    return b"".join(out)


def _open(stored: bytes, *keys: Key, step: int = 4096) -> bytes:
    return b"".join(unsealed((stored[at : at + step] for at in range(0, len(stored), step)), keys or (NEW,)))


@pytest.mark.parametrize(
    "where", [0, 9, 20, HEADER_BYTES, HEADER_BYTES + PIECE_BYTES, HEADER_BYTES + SEALED_PIECE + 5, -1]
)
def test_one_changed_bit_anywhere_shows(where: int) -> None:
    """Mark, key id, salt, content, tag: nothing can be changed unseen."""
    stored = bytearray(_seal(b"x" * (2 * PIECE_BYTES + 10)))
    stored[where] ^= 1
    with pytest.raises(BrokenSeal):
        _open(bytes(stored))


def test_pieces_cannot_be_cut_off_swapped_repeated_or_mixed() -> None:
    """Also at the border of a piece, where every tag that is left is right."""
    first, other = _seal(b"a" * (3 * PIECE_BYTES)), _seal(b"b" * (3 * PIECE_BYTES))
    head, pieces = first[:HEADER_BYTES], [first[HEADER_BYTES + k * SEALED_PIECE :][:SEALED_PIECE] for k in range(3)]
    wrong = {
        "cut off": head + pieces[0] + pieces[1],
        "all cut off": head,
        "swapped": head + pieces[1] + pieces[0] + pieces[2],
        "repeated": head + pieces[0] + pieces[0] + pieces[2],
        "of another file": head + other[HEADER_BYTES:],
        "longer": first + pieces[2],
        "empty": b"",
    }
    opened = {}
    for what, stored in wrong.items():
        try:
            opened[what] = len(_open(stored))
        except BrokenSeal:
            continue
    assert opened == {}


@pytest.mark.parametrize(
    "size", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES, 3 * PIECE_BYTES + 17]
)
def test_what_goes_in_comes_out(size: int) -> None:
    """At every size around the border of a piece, in steps that fit none."""
    content = os.urandom(size)
    stored = _seal(content)
    assert _open(stored) == content
    assert size < 20 or content[:20] not in stored


def test_the_first_key_seals_and_all_keys_open() -> None:
    """After a change of keys old files open; without the old key the message says what to do; another key never opens."""
    old = _seal(b"kept for years", OLD)
    assert _open(old, NEW, OLD) == b"kept for years"
    with pytest.raises(BrokenSeal, match="Add the old key"):
        _open(old, NEW)


def test_the_same_content_twice_looks_different() -> None:
    """Who has the store cannot tell that two files are equal."""
    assert _seal(b"same") != _seal(b"same")


def test_a_file_of_any_size_passes_in_little_memory() -> None:
    """60 MB in and out, never more than 8 MB at once."""

    def sixty() -> Iterator[bytes]:
        for _ in range(60):
            yield bytes(1 << 20)

    sealed: list[int] = []
    tracemalloc.start()
    sealer = Sealer(NEW, lambda piece: sealed.append(len(piece)))
    for chunk in sixty():
        sealer.write(chunk)
    sealer.finish()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sum(sealed) == HEADER_BYTES + 60 * PIECE_BYTES + 60 * TAG_BYTES
    assert peak < 8e6


@pytest.mark.parametrize("text", ["", "short", "not base64 at all!!", "QUJD"])
def test_a_key_that_is_none_is_refused_with_the_way_to_make_one(text: str) -> None:
    """32 bytes in base64, and nothing that only looks like it."""
    with pytest.raises(UsageError, match="Make one with"):
        read_key(text)


def test_a_key_never_shows_itself() -> None:
    """Neither in a message nor when it is printed."""
    assert "nnnn" not in repr(NEW) and b"nnnn" not in NEW.id
