"""The command line of each command, one a file: light, so that ``--help`` is instant."""
