"""The command line, one file per command. Exit codes: 0 done, 2 usage, 10 unusable input, 11 nothing measurable, 12 broken knowledge.

May import: everything.
"""

from myotome.cli.app import main

__all__ = ["main"]
