"""Logging in: each platform's way, walked through with a person, verified, and kept in the vault."""
