"""`python -m emulator`: run the embedded Firebase on this project, from this folder."""

import sys

from embedded_firebase.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
