"""Names as Nostr writes them for people: bech32 (BIP 173) around 32 bytes, or around a list of them (NIP-19); pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK = 6
_LONGEST_PIECE = 255


def encode(kind: str, data: bytes) -> str:
    """Return `data` as a word that begins with `kind`."""
    groups = _regrouped(data, 8, 5, pad=True)
    check = _polymod([*_expanded(kind), *groups, *[0] * _CHECK]) ^ 1
    groups += [(check >> 5 * (_CHECK - 1 - place)) & 31 for place in range(_CHECK)]
    return f"{kind}1{''.join(_LETTERS[group] for group in groups)}"


def decode(word: str) -> tuple[str, bytes]:
    """Return the kind of a word, and its data.

    Raises ValueError, which repeats nothing of it, where a letter is wrong.
    """
    kind, _, rest = word.lower().rpartition("1")
    if word not in {word.lower(), word.upper()} or not kind or not set(rest) <= set(_LETTERS):
        raise ValueError("this is no bech32")
    groups = [_LETTERS.index(letter) for letter in rest]
    if _polymod([*_expanded(kind), *groups]) != 1:
        raise ValueError("a letter is wrong")
    return kind, bytes(_regrouped(groups[:-_CHECK], 5, 8, pad=False))


def listed(pieces: Iterable[tuple[int, bytes]]) -> bytes:
    """Return pieces as a list of NIP-19: each with its type and its length; one that is too long is left out."""
    fitting = ((kind, piece) for kind, piece in pieces if len(piece) <= _LONGEST_PIECE)
    return b"".join(bytes((kind, len(piece))) + piece for kind, piece in fitting)


def _expanded(kind: str) -> list[int]:
    return [*(ord(letter) >> 5 for letter in kind), 0, *(ord(letter) & 31 for letter in kind)]


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATOR):
            check ^= generator if (top >> place) & 1 else 0
    return check


def _regrouped(values: Sequence[int] | bytes, wide: int, narrow: int, *, pad: bool) -> list[int]:
    """Cut the bits of values of `wide` bits into values of `narrow` bits."""
    bits = "".join(f"{value:0{wide}b}" for value in values)
    rest = len(bits) % narrow
    bits = bits + "0" * (narrow - rest) if pad and rest else bits[: len(bits) - (0 if pad else rest)]
    return [int(bits[start : start + narrow], 2) for start in range(0, len(bits), narrow)]
