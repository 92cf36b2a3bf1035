"""How long a text is on X: what twitter-text's own tests ask for, in words of our own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.core.fitting.weighing import weight

URL = 23
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f466"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le thym.", 8),
        ("Séchée à l'ombre", 16),
        ("the\u0301", 3),
        ("ﬁ", 2),
        ("Травы", 5),
        ("თბილისი", 7),
        ("ᄀ", 2),
        ("日本語テスト", 12),
        ("저녁", 4),
        ("\U00010000", 2),
        ("« Oui »", 7),
        ("“Oui”, l’été – ou —", 19),
        ("un\u00a0: deux", 9),
        ("un\u202f; deux", 10),
        ("et puis…", 9),
        ("• thym", 7),
        ("5 €", 4),
        ("→", 2),
        ("\u200b", 1),
        ("5′ 10″", 6),
        ("un\ndeux", 7),
    ],
)
def test_a_character_weighs_one_or_two(text: str, expected: int) -> None:
    """French fits on X as it is written, save for the narrow space and the ellipsis."""
    assert weight(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\U0001f33f", 2),
        (FAMILY, 2),
        ("\U0001f44b\U0001f3fe", 2),
        ("\U0001f1e7\U0001f1ea", 2),
        ("\U0001f1e7\U0001f1ea\U0001f1eb\U0001f1f7", 4),
        ("1\ufe0f\u20e3", 2),
        ("#\u20e3", 2),
        ("\u2600\ufe0f", 2),
        ("\u2764", 2),
        ("\u2764\ufe0f\u200d\U0001f525", 2),
        ("\U0001f3f3\ufe0f\u200d\U0001f308", 2),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 2),
        ("\u00a9\ufe0f", 2),
        ("\u00a9", 1),
        ("1 # *", 5),
        ("a\U0001f331b", 4),
    ],
)
def test_an_emoji_weighs_two_whatever_it_is_joined_of(text: str, expected: int) -> None:
    """A family is as dear as a leaf; digits and signs that could begin one are not emoji."""
    assert weight(text) == expected


@pytest.mark.parametrize(
    "address",
    [
        "http://tilleul.fr",
        "https://tilleul.fr",
        "HTTPS://www.Tilleul.FR/Carnet",
        "tilleul.fr",
        "www.tilleul.co.uk",
        "t.co/abcde",
        "tilleul.fr/carnet/thym?page=2&tri=date",
        "https://tilleul.fr:8080/carnet",
        "https://tilleul.fr/#semis",
        "https://tilleul.fr/?a=1#/b",
        "https://tilleul.fr?thym",
        "https://tilleul.fr/thym_(plante)",
        "https://tilleul.fr/a_(b_(c)_d)",
        "https://tilleul.fr/thym-",
        "https://tilleul.fr/été/ñandú",
        "https://tilleul.fr/травы",
        "https://tilleul.fr/~lea/%C3%A9t%C3%A9+hiver,x",
        "https://mon_jardin.tilleul.fr",
        "https://a.b-c.fr",
        "https://tilleul✪.fr/thym",
        "https://tilleul.みんな/",
        "https://xn--ls8h.XN--p1ai/",
        "https://très-long-domaine-de-maison-de-thé.boutique",
        "jardin.museum",
        "éclat.fr",
    ],
)
def test_an_address_weighs_the_same_whatever_its_length(address: str) -> None:
    """X shortens them all."""
    assert weight(address) == URL


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Lire https://tilleul.fr.", 6),
        ("(tilleul.fr)", 2),
        ("(https://tilleul.fr/thym)", 2),
        ("« tilleul.fr »", 4),
        ("«https://tilleul.fr»", 2),
        ("https://tilleul.fr/thym, et", 4),
        ("https://tilleul.fr/thym...", 3),
        ("https://tilleul.fr/thym!?", 2),
        ("https://tilleul.fr/thym’", 1),
        ("https://tilleul.fr-ou-presque", 11),
        ("http:// tilleul.fr/thym", 8),
        ("mais\u00a0tilleul.fr", 5),
        ("お茶です。tilleul.fr日本", 14),
        ("https://tilleul.fr/日本", 4),
        ("http://t.co/abc's", 2),
        ("http://t.co/abc-d", 2),
    ],
)
def test_what_stands_around_an_address_weighs_on_top(text: str, others: int) -> None:
    """Punctuation after an address belongs to the sentence."""
    assert weight(text) == URL + others


def test_every_address_is_paid_for() -> None:
    """Also one without `https://`, and one that stands there twice."""
    assert weight("https://tilleul.fr et tilleul.fr et tilleul.fr") == 3 * URL + 8


@pytest.mark.parametrize(
    "text",
    [
        "http://thym",
        "http://tilleul.x",
        "https://maison-tilleul.example/thym",
        "ftp://tilleul",
        "@tilleul.fr",
        "#tilleul.fr",
        "$tilleul.fr",
        "lea.com@tilleul",
        "http://-tilleul.fr",
        "http://tilleul-.fr",
        "http://_a.tilleul.fr",
        "http://mon_tilleul.fr",
        "http://tilleul.f_r",
        "thym.tar.bz2",
        "thym.jpg",
        "fin.Le",
        "3.14",
        "12:15",
        f"https://{'a' * 64}.fr",
        f"https://{'é' * 60}.fr",
        f"https://t.co/{'a' * 41}",
    ],
)
def test_what_is_no_address_weighs_its_letters(text: str) -> None:
    """File names, mentions, unknown endings and impossible domains are not linked, so they cost in full."""
    assert weight(text) == len(text)


@given(st.text(max_size=60))
def test_a_text_without_addresses_weighs_at_most_twice_its_letters(text: str) -> None:
    """Joining makes emoji cheaper, never dearer."""
    assert weight(text.replace(".", " ")) <= 2 * len(text)
