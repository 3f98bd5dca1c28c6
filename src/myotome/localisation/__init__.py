"""Where the lesion is: findings per muscle, nerve and root, weighed, never ruled out. May import `anatomy` and `words` only."""

from myotome.localisation.evidence import BedsideEvidence
from myotome.localisation.from_case import evidence_from_case
from myotome.localisation.localise import Localisation, localise, localise_case, locate

__all__ = ["BedsideEvidence", "Localisation", "evidence_from_case", "localise", "localise_case", "locate"]
