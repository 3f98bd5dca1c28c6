"""Why muscle wastes: one reviewed file per cause under ``catalogue/``. No code per cause.

May import: words.
"""
