"""Rules of places of databases."""

from __future__ import annotations

from scheduler.core.place import Server


def test_a_server_is_named_without_its_password() -> None:
    """Its name stands in errors, in the log and on the screen."""
    server = Server("postgresql+psycopg://tambour@db.example/tambour", "s3cret")

    assert (str(server), "s3cret" in repr(server)) == ("postgresql+psycopg://tambour@db.example/tambour", False)
