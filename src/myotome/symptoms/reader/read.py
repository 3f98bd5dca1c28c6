"""The one way in: a text becomes a Reading. Nothing in it enters a case before a person has confirmed it.

Sentence embeddings were measured for what the lexicon misses and left out; figures in ``validation/reader.md``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from myotome.symptoms.concepts import Vocabulary
from myotome.symptoms.reader.language import other_language
from myotome.symptoms.reader.lexicon import Lexicon, build_lexicon
from myotome.symptoms.reader.passage import Passage
from myotome.symptoms.reader.reading import Reading
from myotome.symptoms.reader.spelling import Speller
from myotome.symptoms.reader.tokens import sentences
from myotome.words.errors import UnusableInput

LONGEST_TEXT_CHARACTERS: Final = 1_000_000
"""About 500 pages; a longer text is no letter about one person."""


def read_text(
    text: str,
    vocabulary: Vocabulary,
    *,
    ontology: str = "",
    tests: Iterable[str] = (),
    by: str = "",
    check_language: bool = True,
) -> Reading:
    """Read ``text`` (English, up to 1,000,000 characters) into findings with spans, values, medicines and person.

    ``ontology`` is the text of hp.obo, for its synonyms; ``tests`` the tests the text is about (emg, biopsy, mri, csf) where it does not
    say so itself; ``by`` who wrote it. Raises UnusableInput for a longer text or another language.
    """
    if len(text) > LONGEST_TEXT_CHARACTERS:
        raise UnusableInput(
            "the text is too long to be about one person",
            value=f"{len(text)} characters",
            cure=f"Give at most {LONGEST_TEXT_CHARACTERS} characters; read parts one by one.",
        )
    language = other_language(text) if check_language else ""
    if language:
        raise UnusableInput("only English is read", value=language, cure="Give the text in English.")
    lexicon = build_lexicon(vocabulary, ontology)
    work = Passage(text, lexicon, _speller(lexicon), by, frozenset(tests))
    for tokens in sentences(text):
        work.sentence(tokens)
    return work.reading()


_SPELLERS: dict[int, Speller] = {}


def _speller(lexicon: Lexicon) -> Speller:
    if id(lexicon) not in _SPELLERS:
        _SPELLERS[id(lexicon)] = Speller(lexicon)
    return _SPELLERS[id(lexicon)]
