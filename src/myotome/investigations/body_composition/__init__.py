"""What a body scan (DXA) measures: lean mass and the density of bone.

May import: words, and measure, table, convert and judge of investigations. No other room.
"""
