"""The frame of the patients' door: front page, the way about, languages, and pages that are the same for everyone."""
