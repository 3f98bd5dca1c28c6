"""The diary: bookings and holds, closures, waiting list, and messages, each kept so that no cell is ever taken twice.

Keeps what ``visits`` decides, and decides nothing itself. ``models`` is for this room only. May import: visits and below, record, Django.
"""
