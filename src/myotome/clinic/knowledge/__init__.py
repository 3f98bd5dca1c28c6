"""The knowledge base, to read."""
