"""Translations of the public pages: what is missing, what no longer fits, a skeleton to fill in, and the compiled words.

python tools/translate.py missing hi              what is not shown in Hindi, and why
python tools/translate.py skeleton hi tests       a skeleton of what is missing in one book, to append to its table
python tools/translate.py words                   collect the words of the pages into every .po file, and compile them
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from translating.skeleton import missing, skeleton
from translating.words import refresh

COMMANDS = {"missing": missing, "skeleton": skeleton, "words": refresh}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    sys.exit(COMMANDS[sys.argv[1]](*sys.argv[2:]))
