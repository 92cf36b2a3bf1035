"""How the laws are tried out."""

from __future__ import annotations

import os

from hypothesis import settings

# a busy machine makes an example slow, never wrong; a failure elsewhere must be the same failure here
settings.register_profile("quick", deadline=None, max_examples=40)
settings.register_profile("thorough", deadline=None, derandomize=True)
settings.load_profile("thorough" if "CI" in os.environ else "quick")
