"""One thread a process: the suite runs in several processes, and threads would only wait."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
