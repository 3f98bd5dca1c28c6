"""The report of an assessment: read, sign, print."""
