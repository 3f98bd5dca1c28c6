"""Health checks: when one began, which parts are done or left out, and the letter that ends it. The values lie in the record as all others."""
