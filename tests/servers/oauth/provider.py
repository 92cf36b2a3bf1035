"""The provider, on a port of this machine: run by the Python of its own environment."""

from __future__ import annotations

import sys

import oidc_provider_mock
from werkzeug.serving import make_server

server = make_server("127.0.0.1", int(sys.argv[1]), oidc_provider_mock.app(), threaded=True)
sys.stdout.write("ready\n")
sys.stdout.flush()
server.serve_forever()
