"""Where the lesion is: findings per muscle, nerve and root, weighed. May import `anatomy` and `words` only."""
