"""How the tables of the letters came to be, step by step."""
