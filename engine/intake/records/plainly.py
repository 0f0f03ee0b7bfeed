"""Columns of texts that are plainly written, read all at once: ids, whole and decimal numbers, dates of fixed width.

Each reading says which rows it has read. The others are left to the exact readers, which look at each different text once and
know everything that the contract allows; so nothing here has to be complete, and everything has to be right.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
from numpy.typing import NDArray

from engine.intake.records.formats import Format

_ROWS = 2**17
"""Rows at a time: what is worked on stays in the processor's cache."""
_LONGEST = 20
MOST_DIGITS = 18
"""What 64 bits hold whatever the digits are."""
_MINUS, _ZERO = ord("-"), ord("0")
_WHITE = tuple(bytes([lead]) for lead in (*b" \t\n\r", 0xC2, 0xE1, 0xE2, 0xE3))
"""The bytes that white space of any kind begins with."""
WHITE = r"\t\n\r\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
"""White space that a text can hold besides the space, as a pattern of Arrow's."""

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Each number as whole steps of 10**-decimals, and which rows have been read."""

    steps: Ints
    read: Bools


def collapsed(texts: pa.Array) -> Bools:
    """The texts whose white space is as it is compared."""
    data = texts.buffers()[2]
    content = data.to_pybytes() if data else b""
    if not any(lead in content for lead in _WHITE):
        return np.ones(len(texts), dtype=np.bool_)
    return ~_bools(pc.match_substring_regex(texts, f"^ | $|  |[{WHITE}]"))


def among(texts: pa.Array, words: Collection[str]) -> Bools:
    return _bools(pc.is_in(texts, pa.array(list(words), pa.string())))


def numbers(texts: pa.Array, mark: str, decimals: int, digits: int) -> Numbers:
    """Digits with at most one decimal mark and a minus in front: at most so many digits before the mark and decimals behind it.

    `mark` is empty where only whole numbers are plain. digits + decimals is at most 18.
    """
    steps, read = np.zeros(len(texts), dtype=np.int64), np.zeros(len(texts), dtype=np.bool_)
    for rows, data, starts, lengths in _slices(texts):
        steps[rows], read[rows] = _numbers(data, starts, lengths, mark.encode(), decimals, digits)
    return Numbers(steps, read)


def _numbers(data: Bytes, starts: Ints, lengths: Ints, mark: bytes, decimals: int, digits: int) -> tuple[Ints, Bools]:
    steps, read = np.zeros(len(starts), dtype=np.int64), (lengths > 0) & (lengths <= _LONGEST)
    whole, behind = np.zeros(len(starts), dtype=np.int8), np.zeros(len(starts), dtype=np.int8)
    marked, zero_first, nowhere = (np.zeros(len(starts), dtype=np.bool_) for _ in range(3))
    minus = data.take(starts, mode="clip") == _MINUS
    for place in range(int(lengths[read].max(initial=0))):
        inside = lengths > place
        sign = data.take(starts + place, mode="clip")
        figure = sign - _ZERO
        is_digit = inside & (figure < 10)
        is_mark = inside & (sign == mark[0]) & ~marked & (whole > 0) if mark else nowhere
        read &= is_digit | is_mark | ~inside | (minus if place == 0 else False)
        read &= ~(is_digit & zero_first & ~marked)
        zero_first |= is_digit & (whole == 0) & (figure == 0)
        steps = np.where(is_digit, steps * 10 + figure, steps)
        whole += is_digit & ~marked
        behind += is_digit & marked
        marked |= is_mark
    read &= (whole > 0) & (whole <= digits) & (behind <= decimals) & (marked == (behind > 0))
    scaled = steps * _POWERS[np.clip(decimals - behind, 0, MOST_DIGITS)]
    return np.where(minus, -scaled, scaled), read


_POWERS = np.array([10**power for power in range(MOST_DIGITS + 1)], dtype=np.int64)


def decimals_of(numbers: Numbers, type_: pa.Decimal128Type) -> pa.Array:
    """The steps as decimals of the type, null where nothing was read."""
    # Arrow's decimals are whole steps in 128 bits, the low half first: the same number with its sign carried on.
    words = np.empty((len(numbers.steps), 2), dtype=np.int64)
    words[:, 0], words[:, 1] = numbers.steps, numbers.steps >> 63
    valid = pa.py_buffer(np.packbits(numbers.read, bitorder="little"))
    return pa.Array.from_buffers(type_, len(words), [valid, pa.py_buffer(words)])


def fields(texts: pa.Array, written: Format) -> tuple[Mapping[str, Ints], Bools]:
    """The fields of a format of fixed width as numbers, and which texts have its signs in their places and else digits."""
    width, places = len(written.letters), {name: written.places[name] for name in written.fields}
    found = {name: np.zeros(len(texts), dtype=np.int64) for name in places}
    read = np.zeros(len(texts), dtype=np.bool_)
    for rows, data, starts, lengths in _slices(texts):
        fits = lengths == width
        columns = [data.take(starts + place, mode="clip") for place in range(width)]
        for column, letter in zip(columns, written.letters, strict=True):
            fits &= (column - _ZERO < 10) if letter is None else (column == ord(letter))
        for name, (first, behind) in places.items():
            number = np.zeros(len(starts), dtype=np.int64)
            for column in columns[first:behind]:
                number = number * 10 + (column - _ZERO)
            found[name][rows] = np.where(fits, number, 0)
        read[rows] = fits
    return found, read


def _slices(texts: pa.Array) -> Iterator[tuple[slice, Bytes, Ints, Ints]]:
    """Some rows at a time: which they are, all bytes, and where each text begins and how long it is."""
    _, offsets, content = texts.buffers()
    if content is None or not len(texts):
        return
    data = np.frombuffer(content, dtype=np.uint8) if content.size else np.zeros(1, dtype=np.uint8)
    edges = np.frombuffer(offsets, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    for start in range(0, len(texts), _ROWS):
        rows = slice(start, min(start + _ROWS, len(texts)))
        starts = edges[rows]
        yield rows, data, starts, edges[rows.start + 1 : rows.stop + 1] - starts


def _bools(array: pa.Array) -> Bools:
    found: Bools = array.to_numpy(zero_copy_only=False)
    return found
