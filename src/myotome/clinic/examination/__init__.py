"""The examination form: strength, reflexes and signs."""
