"""Tables of the background jobs, step by step."""
