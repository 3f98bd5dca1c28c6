"""Tables of what was given."""
