"""How the laws are tried out."""

from __future__ import annotations

import os

from hypothesis import settings

# a busy machine makes an example slow, never wrong; a failure elsewhere must be the same failure here
settings.register_profile("tambour", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("tambour")
