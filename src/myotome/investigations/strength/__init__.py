"""Strength held against published limits.

May import: words, and measure, table, convert and judge of investigations. No other room.
"""
