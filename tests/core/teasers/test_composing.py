"""The same ideas at length."""

from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.model import Kind
from scheduler.core.teasers import split
from tests.core.teasers import article, teasers

LEAD = "Le thym pousse dans une terre pauvre et bien drainée, en plein soleil, loin des arrosages du potager."
MORE = (
    "Son bois durcit dès le deuxième hiver et supporte alors les gelées les plus longues du plateau.",
    "Une taille légère en juin, juste après les fleurs, garde le buisson dense pendant plusieurs étés.",
    "Le vent sec des collines lui convient mieux que la pluie fine des bords de mer ou des vallées.",
    "Les feuilles cueillies le matin gardent plus d'huile que celles du soir, et sèchent plus vite.",
    "Un pot percé, large comme deux mains, suffit à un pied pour cinq ans sur un balcon au sud.",
    "Les racines craignent surtout l'eau qui dort au fond d'une soucoupe oubliée sous la gouttière.",
)
WHOLE = " ".join([LEAD, *MORE])
FILLER = "\n\n" + "mot " * 300


def longs(markdown: str, *, description: str = "Un buisson que rien n'arrête.") -> list[str]:
    made = article(markdown + FILLER, description=description)
    return [each.composed.text for each in split(made).teasers if each.composed]


def test_a_long_telling_is_a_hook_and_the_sentences_after_it() -> None:
    """The first line stands alone: it is all that a feed shows before "more"."""
    assert longs(f"## Sol\n\n{WHOLE}") == [f"{LEAD}\n\n{' '.join(MORE)}"]


def test_too_little_matter_makes_no_long_telling() -> None:
    """A post is never padded."""
    assert longs(f"{LEAD} {MORE[0]}") == []


def test_a_heading_on_the_topic_is_the_hook() -> None:
    """It was written to make people read on."""
    assert longs(f"## Ce que demande le thym\n\n{WHOLE}")[0].startswith(f"Ce que demande le thym\n\n{LEAD}")


def test_a_heading_that_names_another_thing_is_none() -> None:
    """« Sol » says nothing above a post."""
    assert longs(f"## Le sol et la pluie de mai\n\n{WHOLE}")[0].startswith(LEAD)


def test_paragraphs_are_kept_apart() -> None:
    """As the author set them."""
    markdown = f"{LEAD} {MORE[0]} {MORE[1]}\n\n{' '.join(MORE[2:])}"

    assert longs(markdown)[-1].split("\n\n") == [LEAD, f"{MORE[0]} {MORE[1]}", " ".join(MORE[2:])]


def test_no_paragraph_is_begun_once_enough_is_said() -> None:
    """Nobody reads a wall of text."""
    first = f"{LEAD} {MORE[0][:-1]}{', et celles de la plaine' * 30}."
    found = longs(f"## Sol\n\n{first}\n\n{MORE[1]}\n\n{MORE[2]}")

    assert found == [f"{LEAD}\n\n{first.removeprefix(LEAD + ' ')}"]


def test_a_telling_stops_before_what_no_post_may_hold() -> None:
    """What comes after might lean on it."""
    assert longs(f"{WHOLE} Cliquez ici pour voir la suite du carnet.")[-1].endswith(MORE[-1])


def test_a_telling_does_not_end_on_a_question() -> None:
    """Its answer is cut off."""
    lead = f"{LEAD[:-1]}, et même entre les pierres d'un vieux mur que personne ne répare plus depuis trente ans."
    asked = " ".join([lead, *MORE[:-1], "Faut-il pour autant rentrer tous les pots avant les premières gelées ?"])

    assert longs(f"## Sol\n\n{asked} Cliquez ici pour voir la suite.")[-1].endswith(MORE[-2])


def test_a_list_closes_a_long_telling() -> None:
    """Bullets are what readers keep."""
    markdown = f"## Sol\n\n{WHOLE} Trois plantes lui tiennent compagnie :\n\n- la sauge\n- le buis\n- le romarin"
    shorter = markdown.replace(f" {MORE[-1]}", "")

    assert longs(shorter)[-1].endswith("Trois plantes lui tiennent compagnie :\n• la sauge\n• le buis\n• le romarin")


def test_a_list_of_examples_opens_a_long_telling_as_it_does_a_short_one() -> None:
    """What the following sentences speak of stands right above them."""
    examples = "Cet article présente les soins utiles au thym, tels que l'arrosage, le soleil et la taille."

    found = longs(f"## Le buis\n\n{examples} {WHOLE}\n\n## Le sol\n\nIl dort.")
    listed = "Les soins utiles au thym\N{NO-BREAK SPACE}:\n• l'arrosage\n• le soleil\n• la taille"

    assert found[0].startswith(f"{listed}\n\n{LEAD}")


TOLD = "Le buisson des collines se contente de peu, et rend beaucoup à qui le laisse tranquille. " * 6


def test_an_announcement_that_falls_a_little_short_takes_the_article_s_opening() -> None:
    """Two sentences at most: a long post that says little is worse than none."""
    assert longs(f"{LEAD} {MORE[0]}", description=TOLD.strip()) == [f"Le thym du jardin\n\n{TOLD.strip()}\n\n{LEAD}"]


def test_an_announcement_never_takes_a_sentence_that_leans() -> None:
    """It would lean on nothing there either."""
    assert longs("Elles craignent aussi le froid du nord et les pluies.", description=TOLD.strip()) == []


def test_an_announcement_says_nothing_twice() -> None:
    """Many descriptions are the article's first words."""
    told = f"{LEAD} {' '.join(MORE[:4])}"

    assert longs(f"{told}", description=told) == []


PROMISES = (
    "Cet article explore l'importance de la taille pour les vieux buissons que personne n'a touchés depuis longtemps.",
    "Il souligne également les erreurs que font les jardiniers pressés au retour des premières chaleurs du printemps.",
    "Cet article détaille les soins d'hiver que réclament les pieds en pot sur les balcons exposés au vent du nord.",
    "Il explique comment sécher les tiges coupées sans perdre leur parfum ni la couleur de leurs petites feuilles.",
    "Cet article compare les variétés anciennes que l'on trouve encore chez quelques pépiniéristes des collines.",
    "Il présente les outils que gardent les anciens dans leur remise, de la serpette au sécateur à longs bras.",
    "Ce guide passe en revue les maladies que l'on reconnaît aux taches des feuilles avant les grandes pluies.",
)


def test_what_an_article_covers_makes_one_list() -> None:
    """A table of contents that reads as a promise."""
    made = article("\n\n".join(PROMISES) + FILLER)
    long = next(each.composed.text for each in teasers(made, Kind.PROGRAMME) if each.composed)

    assert (long.count("\n• "), long.splitlines()[0]) == (7, "📌 Au programme\N{NO-BREAK SPACE}:")


SENTENCES = st.lists(st.sampled_from([LEAD, *MORE, "\n\n", "\n\n## Le thym en hiver\n\n", "Il dort."]), max_size=24)


@given(SENTENCES)
def test_no_sentence_stands_in_two_long_tellings(parts: list[str]) -> None:
    """They are read by the same people."""
    found = longs(" ".join(dict.fromkeys(parts)))

    assert all(sum(part in text for text in found) <= 1 for part in (LEAD, *MORE))


@given(SENTENCES)
def test_a_long_telling_keeps_its_bounds(parts: list[str]) -> None:
    """Short of them it is no long post, beyond them nobody reads it."""
    assert all(600 <= len(text) <= 1300 for text in longs(" ".join(parts)))


def test_a_few_promises_make_no_long_telling() -> None:
    """Three lines are a short post."""
    made = article("\n\n".join(each for each in PROMISES[:3]) + FILLER)

    assert [each.composed for each in teasers(made, Kind.PROGRAMME) if each.composed] == []
