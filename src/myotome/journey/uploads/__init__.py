"""Files that people upload: what they are by their first bytes, what a reader makes of them, and what that means for this person.

Pure: the bytes come from a door, the readers live in ``sources/readers``. May import: the path rooms.
"""
