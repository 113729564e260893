"""`python -m sketchnet` is the command line."""

import sys

from sketchnet.cli import main

sys.exit(main())
