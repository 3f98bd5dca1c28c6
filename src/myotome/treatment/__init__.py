"""What to do: the catalogue of treatments, the plan for one case, its safety and a first exercise programme.

May import words, symptoms, causes, anatomy, investigations and diagnosis; never visits, followup or anything above.
"""
