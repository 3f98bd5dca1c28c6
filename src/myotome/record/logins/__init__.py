"""What the record keeps about signing in beyond the login itself: wrong codes of a second factor, counted until a right one."""
