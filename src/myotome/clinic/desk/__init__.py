"""The front desk: names, visits, call-backs."""
