"""Myotome: why is this muscle wasting, and what to do about it. See README.md for its limits of use."""

__version__ = "0.1.0"
