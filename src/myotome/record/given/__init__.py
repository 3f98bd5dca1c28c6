"""What a patient was given beside the clinician's words: the plan and the exercises, as they read then. May import the record."""
