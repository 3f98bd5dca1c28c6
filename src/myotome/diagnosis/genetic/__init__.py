"""Ranks single genetic diseases (OMIM, ORPHA) over the Human Phenotype Ontology. May import words only."""
