"""The pages of the reference manual, written from the code and the knowledge by tools/write_reference.py."""
