"""The record: what a clinic keeps of its patients. Rows are appended and never changed; every access is written to a chained log.

Maps rows to words and back, and holds no medicine. Reached through ``gateway`` only. May import: journey and below, Django.
"""
