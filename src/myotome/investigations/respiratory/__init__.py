"""Strength of the breathing muscles at the bedside.

May import: words, and measure, table, convert and judge of investigations. No other room.
"""
