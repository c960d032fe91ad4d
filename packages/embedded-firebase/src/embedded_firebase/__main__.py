"""`python -m embedded_firebase`."""

import sys

from embedded_firebase.cli import main

sys.exit(main(sys.argv[1:]))
