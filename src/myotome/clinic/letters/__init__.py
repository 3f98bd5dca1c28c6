"""Letters out of a record: draft, edit, sign, print, and give to the patient."""
