"""``s2s translate`` as a script."""

import sys

from s2s.cli import main

if __name__ == "__main__":
    sys.exit(main(["translate", *sys.argv[1:]]))
