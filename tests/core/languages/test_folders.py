"""A language is a folder of lists: the ones that ship, and one made up for the purpose."""

from pathlib import Path

import pytest

from scheduler.core.article.sentences import spans_by
from scheduler.core.languages import Words, compiled, fold, words
from scheduler.core.languages.folders import lists, read
from scheduler.core.languages.quoting import enclosures
from tests.core.languages import LANGUAGES

INVENTED = {
    "abbreviations": "; between words\ndra\n",
    "connectives": "zu,\n",
    "leaning": "ti\n",
    "pointing": "ti\n",
    "quotes": "< >\n",
    "stop": "ti\nzu\n",
    "traits": "ordinals\n",
}
"""A language of nobody's."""
FEEDING = ("definite", "finite", "scripts", "traits")
"""Lists that the rules know under another name: the first two together are `Words.unnamed`."""


@pytest.fixture
def invented(tmp_path: Path) -> Words:
    for name, text in INVENTED.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    (tmp_path / "README").write_text("no list")
    return compiled(read(tmp_path))


def test_a_folder_of_lists_is_all_that_a_language_needs(invented: Words) -> None:
    """Nothing else in the code names a language."""
    text = "Mo dra. Kel bora 3. Lun. Ti mora."
    told = [text[start:end] for start, end in spans_by(text, invented)]

    assert told == ["Mo dra. Kel bora 3. Lun.", "Ti mora."]


def test_its_lists_are_matched_as_those_of_any_language(invented: Words) -> None:
    """An opening leans, a connective can be taken away, a mark closes what it opened."""
    assert invented.leaning.match(fold("Ti mora."))
    assert not invented.leaning.match(fold("Tilo mora."))
    assert invented.connectives.match(fold("Zu, mora."))
    assert invented.pointing.findall("ti kelo, ti ra") == ["kelo"]
    assert enclosures("Kel <mora. Lun> bora.", invented) == ((4, 15),)


@pytest.mark.parametrize(("text", "noun"), [("Ti kelo mora.", "kelo"), ("Ti kelo bin mora.", "kelo bin")])
def test_two_lists_make_one_pattern_for_a_noun_that_counts_as_known(text: str, noun: str) -> None:
    """What says that it is known stands before the noun, and a verb after it."""
    words_of = compiled({"definite": ("ti",), "finite": ("mora",)})
    found = words_of.unnamed.match(fold(text))

    assert found is not None
    assert found.group(1) == noun


@pytest.mark.parametrize("missing", ["definite", "finite"])
def test_one_of_the_two_lists_alone_matches_nothing(missing: str) -> None:
    """Every list is optional, and half a pattern would match any noun."""
    both = {"definite": ("ti",), "finite": ("mora",)}
    alone = {name: entries for name, entries in both.items() if name != missing}

    assert compiled(alone).unnamed.match("ti kelo mora.") is None


def test_a_list_that_is_missing_matches_nothing(invented: Words) -> None:
    """Every list is optional."""
    assert not invented.meta.search("ti zu dra")
    assert invented.programme == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name",
    [
        "abbreviations", "about", "advising", "apparatus", "boilerplate", "concluding", "connectives",
        "defining", "deixis", "enumerating", "explaining", "joining", "labels", "leaning", "meta", "numbers", "ours",
        "passing", "personal", "pointing", "programme", "pronouns", "quotes", "saying", "speakers", "stop", "telling",
        "told", "units",
    ],
)  # fmt: skip
def test_every_language_has_the_lists_that_the_rules_ask_for(language: str, name: str) -> None:
    """A list that lost its file would let every stump through."""
    assert lists(language)[name]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_list_names_what_the_rules_do_not_know(language: str) -> None:
    """A file with a slip in its name would be read by nobody."""
    known = {*Words.__dataclass_fields__, *FEEDING} - {"known", "spaced", "ordinals", "marks", "unnamed"}

    assert set(lists(language)) <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_entries_stand_once_and_as_folded_text_has_them(language: str) -> None:
    """An entry with a capital or a curly apostrophe would match nothing."""
    shown = {"programme", "scripts"}
    for name, entries in lists(language).items():
        assert len(set(entries)) == len(entries), name
        assert name in shown or [entry for entry in entries if fold(entry) != entry] == [], name


@pytest.mark.parametrize(("language", "expected"), [("fr", " "), ("zh", "")])
def test_sentences_are_parted_as_the_language_does(language: str, expected: str) -> None:
    """A space between two Chinese sentences is a mistake."""
    assert words(language).space == expected


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Dadurch wird der Tee bitter."),
        ("de", "Diese Pflanze mag Sonne."),
        ("es", "Esta planta necesita sol."),
        ("es", "Permite secar las hojas."),
        ("it", "Questa pianta ama il sole."),
        ("it", "Inoltre cresce in fretta."),
        ("pt", "Esta planta precisa de sol."),
        ("pt", "Além disso cresce depressa."),
        ("zh", "这种植物喜欢阳光。"),
        ("zh", "因此要少浇水。"),
        ("ja", "これは日光を好みます。"),
        ("ja", "そのため水は少なめにします。"),
    ],
)
def test_an_opening_that_points_back_leans(language: str, sentence: str) -> None:
    """A reader who has seen nothing else would ask which one."""
    assert words(language).leaning.match(fold(sentence)) or words(language).connectives.match(fold(sentence))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Die Linde blüht im Juni."),
        ("es", "El tilo florece en junio."),
        ("it", "Il tiglio fiorisce a giugno."),
        ("pt", "A tília floresce em junho."),
        ("zh", "菩提树在六月开花。"),
        ("ja", "菩提樹は六月に咲きます。"),
    ],
)
def test_a_plain_opening_does_not_lean(language: str, sentence: str) -> None:
    """A rule that refuses good sentences leaves nothing to post."""
    lists_of = words(language)
    found = (each.match(fold(sentence)) for each in (lists_of.leaning, lists_of.connectives))

    assert not any(found)


def test_where_no_space_ends_a_noun_two_characters_are_enough() -> None:
    """They are compared with those of the title."""
    assert words("ja").pointing.findall("この植物は水を好む。") == ["植物"]
