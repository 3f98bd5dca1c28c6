"""The clinician's list of patients, most urgent first."""
