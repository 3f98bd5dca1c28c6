"""What tools/translate.py does."""
