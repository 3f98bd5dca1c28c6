"""One muscle on one side: what is known of it, and the form for strength, wasting, twitching and girth."""
