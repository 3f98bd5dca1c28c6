"""Rising, walking and balance, timed.

May import: words, and measure, table, convert and judge of investigations. No other room.
"""
