"""What those who run the site need: is it alive, is it ready, how fast is it, what went wrong. Never who, never whose, never a value."""
