"""What holds for every test: how hypothesis draws its examples.

No test is timed, so there is no deadline. On a developer's machine every run draws new examples;
where `CI` is set every run draws the same, so that a red build is about the change it was given.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("dev", deadline=None, print_blob=True)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
