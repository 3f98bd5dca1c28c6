"""Adding, correcting and withdrawing findings, results and medicines."""
