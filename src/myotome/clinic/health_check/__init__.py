"""The health check: its parts with what is done and missing, the forms, and the letter that ends it."""
