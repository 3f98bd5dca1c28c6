"""What can be found in a person with wasting muscle: the vocabulary, the interview, red flags, drug exposures.

May import: anatomy, words.
"""
