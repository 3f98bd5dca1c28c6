"""Blood and spinal-fluid values held against their limits.

May import: words, and measure, table, convert and judge of investigations. No other room.
"""
