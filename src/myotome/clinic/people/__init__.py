"""Logins and roles, and emergency accesses to review."""
