"""The patient's path as one pure function: a case goes in, an assessment comes out; report builders. Decides nothing itself.

May import: the path rooms (words, anatomy, symptoms, causes, investigations, localisation, diagnosis, treatment, followup, visits).
"""
