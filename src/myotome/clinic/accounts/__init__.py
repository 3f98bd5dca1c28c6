"""Signing in and out, and sessions that end."""
