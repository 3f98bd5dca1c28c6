"""Appointments for anybody: choose, hold, book, see, move, cancel, wait for an earlier time. May import: record, visits, words."""
