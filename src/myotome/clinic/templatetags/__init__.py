"""Filters that put findings and numbers into words."""
