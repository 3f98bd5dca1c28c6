"""The clinic's own shelf of the knowledge: its texts as they were, by hash, and who reviewed them. Nothing about a patient.

Doors ask ``reviews`` and ``snapshots``; nobody else imports the models. May import: record, journey and below, Django.
"""
