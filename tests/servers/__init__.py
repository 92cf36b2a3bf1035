"""The adapters against real servers on loopback: `python -m tests.servers`.

A server is a package here: `SERVER` in its `__init__` says what it needs, installs and starts it; its `checks` are
tests for pytest, which a plain run of pytest does not collect. Its `site` fixture is what starting it returned.
"""
