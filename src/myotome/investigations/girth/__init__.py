"""Size of a limb by tape, and its difference between the sides.

May import: words, and measure, table, convert and judge of investigations. No other room.
"""
