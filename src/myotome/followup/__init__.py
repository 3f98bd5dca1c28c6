"""Follows measured values over time and holds each change against the error of measuring. Compares; never re-diagnoses.

May import: everything of the path below journey.
"""
