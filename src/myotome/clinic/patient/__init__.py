"""The path of one patient on one page."""
