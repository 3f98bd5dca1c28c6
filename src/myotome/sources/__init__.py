"""Reads the world: case files, phenopackets, tables. Tolerant in what it takes, strict in what it passes on.

May import: everything below (journey and the path rooms).
"""
