"""Muscles, nerves, roots, reflexes, dermatomes and tracts: tables with sources, and look-ups. May import `words` only."""
