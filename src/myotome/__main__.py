"""`python -m myotome`: the command line, where the command itself is not on the path."""

from myotome.cli import main

main()
