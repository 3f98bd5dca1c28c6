"""Backup and restore: one archive with the database and the stored files, written whole or not at all, and checked before it counts.

May import: the record, Django, and the programs of PostgreSQL. Knows tables by their names only, so that a new one is never left out.
"""
