"""Request a call back: a public form, and what it answers."""
