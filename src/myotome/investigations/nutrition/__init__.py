"""Body mass and its loss.

May import: words, and measure, table, convert and judge of investigations. No other room.
"""
