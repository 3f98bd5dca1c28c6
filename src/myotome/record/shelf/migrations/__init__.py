"""How the shelf's tables came to be, step by step."""
