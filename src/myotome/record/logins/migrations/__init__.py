"""Migrations of the logins' own tables."""
