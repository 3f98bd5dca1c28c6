"""Files of patients: kept encrypted by their content, read in the background, proposed to the clinician; and the tests that are ordered.

May import: the record, journey and below, Django, cryptography. Opens no file as what it claims to be: that is done by ``sources``.
"""
