"""Tests: what to order, what each can settle, and what a value means. One room per test; no room knows another.

May import: words. The rooms read a value; ``orders`` is the catalogue of what can be ordered; ``interpret`` is the
one way in for a measurement.
"""
