"""Print the requirements of one dependency group of pyproject.toml, for pip versions that do not know groups."""

import sys
import tomllib
from pathlib import Path

groups = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text())["dependency-groups"]
print(" ".join(groups[sys.argv[1]]))
