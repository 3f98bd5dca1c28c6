"""The health check: what it is made of, and the one letter in plain words that its results end in.

May import: journey and everything below it.
"""
