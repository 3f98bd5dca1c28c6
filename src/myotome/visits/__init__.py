"""Who and when: opening hours, services, free slots, bookings, series, waiting list, call-backs, reminders, calendar files.

Knows time, knows no disease. May import words. Time and chance are arguments; the stores keep what is decided here.
"""
