"""What ultrasound measures of a muscle: thickness, area and brightness.

May import: words, and measure, table, convert and judge of investigations. No other room.
"""
