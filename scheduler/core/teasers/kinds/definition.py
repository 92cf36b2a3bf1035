"""Definition: a sentence that says what something of the title is."""

from scheduler.core.languages import fold
from scheduler.core.languages.measuring import words_in
from scheduler.core.teasers.passages import Line, Matter
from scheduler.core.teasers.wording import stems

MOST_WORDS = 6
"""Words before "is a"; more are a clause, not a name."""


def leads(line: Line, matter: Matter) -> bool:
    """Tell whether a sentence opens with a word of the title or tags and says what it is."""
    opening = line.opening or ""
    found = matter.known.defining.search(fold(opening))
    name = opening[: found.start()] if found else ""
    named = words_in(name) <= MOST_WORDS and "," not in name
    return named and not stems(name, matter.known).isdisjoint(matter.topic)
