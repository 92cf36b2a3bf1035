"""Secrets that tambour itself came by, through a login or from a session: one encrypted file for its owner's eyes."""

from scheduler.vault.file import AccountVault, VaultFile
from scheduler.vault.key import KeyPlace
from scheduler.vault.lease import Lease, leased

__all__ = ["AccountVault", "KeyPlace", "Lease", "VaultFile", "leased"]
