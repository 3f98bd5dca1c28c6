"""Background jobs: django-tasks keeps the queue; here a job gets a lease, a bounded number of attempts and a reason when it fails.

May import: the record's models, Django, django-tasks. Nothing of a patient stands in a job: it names rows by their references.
"""
