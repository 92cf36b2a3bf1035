"""Recap: a sentence that concludes; its "In short," goes."""

from scheduler.core.languages import fold
from scheduler.core.teasers.edits import Edit
from scheduler.core.teasers.passages import Line, Matter


def leads(line: Line, matter: Matter) -> bool:
    """Tell whether a sentence concludes."""
    return Edit.CONNECTIVE in line.edits and matter.known.concluding.match(fold(line.text)) is not None
