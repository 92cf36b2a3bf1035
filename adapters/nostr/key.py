"""The key of an account on Nostr: it signs, and shows itself nowhere (BIP-340 over secp256k1, by libsecp256k1)."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from adapters.base import Unauthorized, Unavailable
from adapters.nostr import bech32

if TYPE_CHECKING:
    from coincurve import PrivateKey

MISSING = "what Nostr needs is not installed; install tambour[nostr] in place of tambour"
_HEX = re.compile(r"[0-9a-fA-F]{64}")


class Key:
    """A private key, read when it is first used."""

    def __init__(self, written: str) -> None:
        self._written = written

    @cached_property
    def public(self) -> str:
        """Return the public key in hexadecimal: who the account is.

        Raises Unauthorized where what was written is no private key, Unavailable where the extra is not installed.
        """
        return self._private.public_key.format()[1:].hex()

    def sign(self, digest: str) -> str:
        """Sign a digest; the same one is always signed the same."""
        return self._private.sign_schnorr(bytes.fromhex(digest), None).hex()  # type: ignore[arg-type]  # see its docs

    @cached_property
    def _private(self) -> PrivateKey:
        try:
            from coincurve import PrivateKey  # noqa: PLC0415  an extra, and only where it is asked for
        except ImportError as error:
            raise Unavailable(MISSING) from error
        try:
            return PrivateKey(_read(self._written))
        except ValueError:
            raise Unauthorized("the key is none: copy nsec1... whole, or its 64 hexadecimal digits") from None


def is_signed(public: str, digest: str, signature: str) -> bool:
    """Return whether the owner of a public key has signed a digest.

    Raises ValueError where one of them is not even of that kind.
    """
    from coincurve import PublicKeyXOnly  # noqa: PLC0415  an extra, and only where it is asked for

    return PublicKeyXOnly(bytes.fromhex(public)).verify(bytes.fromhex(signature), bytes.fromhex(digest))


def _read(written: str) -> bytes:
    if _HEX.fullmatch(written):
        return bytes.fromhex(written)
    kind, data = bech32.decode(written)
    if kind == "npub":
        raise Unauthorized("the key is the public one (npub): tambour signs with the private one, nsec1...")
    if kind != "nsec":
        raise ValueError("this is another kind of name")
    return data
