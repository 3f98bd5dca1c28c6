"""The knowledge base, to read, to compare and to review."""
