"""The rules that every adapter keeps, as tests for pytest.

An adapter of another package is checked like those of tambour, by a test module of a few lines:

    class TestGazette(WireRules):
        options = {"url": "https://gazette.example", "token": "a-secret"}
        secrets = ("a-secret",)
        fake = FakeGazette

        def connect(self, connection):
            return Gazette(connection)

`FakeGazette` is the platform's stand-in: a class with books of its own that answers requests as the platform would.
An adapter that speaks no HTTP derives its test from `Rules`.
"""

from adapters.testing.faults import Fake, Fault, Wire, answering, raising
from adapters.testing.rules import AT, Drawer, Rules, Seen, Stage, failure
from adapters.testing.wire import WireRules

__all__ = [
    "AT",
    "Drawer",
    "Fake",
    "Fault",
    "Rules",
    "Seen",
    "Stage",
    "Wire",
    "WireRules",
    "answering",
    "failure",
    "raising",
]
