"""The one tree of errors; every message tells the value seen and the cure.

MyotomeError                 exit code
├── UsageError               2    the command was called in a way that has no meaning
├── UnusableInput            10   the input cannot be read as what it claims to be
│   ├── UnknownName               a concept, muscle, drug or unit that is not in the vocabulary
│   ├── OutOfRange                a number that cannot be (age 212, grade 6/5)
│   └── UnitMismatch              two units that do not measure the same thing
├── NothingMeasurable        11   the input is sound, and holds nothing that can be judged
└── KnowledgeError           12   a file of the knowledge base breaks its own rules
"""

from __future__ import annotations

from myotome.words.printable import printable


class MyotomeError(Exception):
    """Root of everything that Myotome raises on purpose.

    ``place`` says where (file and path inside it), ``value`` what was seen there, ``cure`` what to do.
    """

    exit_code = 1

    def __init__(self, problem: str, *, place: str = "", value: object = None, cure: str = "") -> None:
        self.problem = problem
        self.place = place
        self.value = value
        self.cure = cure
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """Place, problem, value and cure as one line, the form in which people see every error."""
        where = f"{self.place}: " if self.place else ""
        seen = f" (seen: {_short(self.value)})" if self.value is not None else ""
        cure = f" {self.cure}" if self.cure else ""
        return printable(" ".join(f"{where}{self.problem}{seen}.{cure}".split()))

    def at(self, place: str) -> MyotomeError:
        """Return the same error with ``place`` put in front of its own place, which is not said twice."""
        said = not self.place or place.endswith(f"> {self.place}")
        inner = place if said else f"{place} > {self.place}"
        return type(self)(self.problem, place=inner, value=self.value, cure=self.cure)


class UsageError(MyotomeError):
    """The command line was used in a way that has no meaning."""

    exit_code = 2


class UnusableInput(MyotomeError):
    """The input cannot be read as what it claims to be."""

    exit_code = 10


class UnknownName(UnusableInput):
    """A name that is not in the vocabulary it should come from."""


class OutOfRange(UnusableInput):
    """A number outside what can be."""


class UnitMismatch(UnusableInput):
    """Two units that do not measure the same thing, or a unit that is not known."""


class NothingMeasurable(MyotomeError):
    """The input is sound and holds nothing that can be judged."""

    exit_code = 11


class KnowledgeError(MyotomeError):
    """A file of the knowledge base breaks its own rules."""

    exit_code = 12


def _short(value: object, limit: int = 80) -> str:
    text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"
