"""Body mass and its loss.

A table without a method of its own: ``interpret`` of investigations holds a value against it.
"""
