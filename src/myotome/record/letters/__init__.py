"""Letters of a record: drafts, signatures, what was given to the patient, and printed pages by their hash. All written once.

Asked through an open file of the gateway (``keeping``). May import: record, journey and below, Django.
"""
