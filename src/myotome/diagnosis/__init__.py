"""Which causes explain the findings, and what to ask or test next. No medical number is written here.

May import: localisation, symptoms, causes, investigations, anatomy, words.
"""
