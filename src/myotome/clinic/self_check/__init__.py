"""The self-check: the interview without an account. What is answered stays in the reader's own browser until they send it."""
