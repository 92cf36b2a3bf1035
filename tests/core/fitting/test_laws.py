"""What holds for every post, whatever the article, the brand and the platform."""

from hypothesis import given
from hypothesis import strategies as st

from adapters.base import LinkPlace
from adapters.limits import LIMITS
from scheduler.core.fitting import count, excess, fit
from scheduler.core.fitting.threads import fit_thread
from scheduler.core.model import Fitted, Kind, Skipped, Teaser, Telling, Voice
from tests.core.fitting.samples import article

LINKS = st.sampled_from(
    ["https://tilleul.fr/a", "https://maison-tilleul.example/carnet/un-long-chemin/vers/le-thym/?utm_source=x"]
)
PROSE = st.text(alphabet="aé é👩‍👧🌿日 .,:;!?«»\u202f\n1@#", min_size=1, max_size=400)
TELLINGS = st.builds(Telling, PROSE, st.just(()))
TEASERS = st.builds(
    Teaser,
    st.sampled_from(list(Kind)),
    PROSE,
    st.none(),
    st.just(()),
    shorter=st.lists(TELLINGS, max_size=2).map(tuple),
    composed=st.none() | TELLINGS,
)
VOICES = st.builds(
    Voice,
    signature=st.sampled_from(["", "— Maison Tilleul"]),
    hashtags=st.sampled_from([(), ("Maison Tilleul",)]),
    most_hashtags=st.none() | st.integers(0, 6),
    emoji=st.booleans(),
    link_lead=st.sampled_from(["", "À lire :"]),
)
TAGS = st.lists(st.text(max_size=12), max_size=6)
PLATFORMS = st.sampled_from(sorted(LIMITS))


def posts(made: Fitted | tuple[Fitted, ...] | Skipped) -> tuple[Fitted, ...]:
    """Return what would be posted, of a thread too."""
    if isinstance(made, Skipped):
        return ()
    return made if isinstance(made, tuple) else (made,)


@given(PLATFORMS, TEASERS, TAGS, LINKS, VOICES)
def test_a_post_fits(platform: str, teaser: Teaser, tags: list[str], link: str, voice: Voice) -> None:
    """A post one unit too long is refused when its time has come."""
    limits = LIMITS[platform]
    made = [make(teaser, article(*tags, link=link), limits, voice) for make in (fit, fit_thread)]

    assert all(
        excess(post.content.text, limits) is None and post.count == count(post.content.text, limits)
        for one in made
        for post in posts(one)
    )


@given(PLATFORMS, TEASERS, TAGS, LINKS, VOICES)
def test_the_link_stands_once_and_in_its_place(
    platform: str, teaser: Teaser, tags: list[str], link: str, voice: Voice
) -> None:
    """A reader without it is lost, one who sees it twice is put off."""
    limits = LIMITS[platform]
    made = posts(fit(teaser, article(*tags, link=link), limits, voice))
    expected = (int(limits.link_place is LinkPlace.TEXT), limits.link_place is LinkPlace.CARD)

    assert all((post.content.text.count(link), post.content.card is not None) == expected for post in made)


@given(PLATFORMS, TEASERS, TAGS, LINKS, VOICES)
def test_only_the_first_of_a_thread_has_the_link(
    platform: str, teaser: Teaser, tags: list[str], link: str, voice: Voice
) -> None:
    """The others answer it."""
    made = posts(fit_thread(teaser, article(*tags, link=link), LIMITS[platform], voice))

    assert all(post.content.link is None and link not in post.content.text for post in made[1:])


@given(PLATFORMS, TEASERS, TAGS, VOICES)
def test_there_are_no_more_hashtags_than_the_platform_s_readers_bear(
    platform: str, teaser: Teaser, tags: list[str], voice: Voice
) -> None:
    """Those that the words hold already count."""
    limits = LIMITS[platform]
    made = posts(fit(teaser, article(*tags), limits, voice))

    assert all(sum(piece.startswith("#") for piece in post.added) <= limits.hashtags for post in made)
