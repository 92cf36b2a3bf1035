"""Where each sentence stands in the file."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scheduler.core.article import decode, parse
from scheduler.core.model import Article, Block
from scheduler.errors import ArticleError
from tests.core.article import PATH, SITE, read

HEAD = "---\ntitle: Le thym\n---\n"


def blocks(article: Article) -> list[Block]:
    found = [block for section in article.sections for block in section.blocks]
    return [*found, *(item for block in found for item in block.items)]


def sources(text: str) -> list[str]:
    return [text[slice(*sentence.span)] for block in blocks(read(text)) for sentence in block.sentences]


@pytest.mark.parametrize(
    "body",
    ["Le *thym* pousse. La [sauge](/sauge) aussi.", "Le *thym* pousse.\nLa [sauge](/sauge) aussi."],
    ids=["one line", "two lines"],
)
def test_a_sentence_points_at_its_own_markup(body: str) -> None:
    """Review shows the place; the next reading knows which sentences were used."""
    assert sources(HEAD + body) == ["Le *thym* pousse.", "La [sauge](/sauge) aussi."]


def test_places_count_the_characters_of_the_file_as_it_is() -> None:
    """Windows line ends count two."""
    text = f"{HEAD}Avant.\n\nLe thym pousse. Il fleurit.\n".replace("\n", "\r\n")

    assert sources(text) == ["Avant.", "Le thym pousse.", "Il fleurit."]


def test_a_sentence_that_markup_hides_points_at_its_block() -> None:
    """Half an emphasis cannot be read back, so nothing more exact can be proved."""
    body = "Le *thym pousse. La sauge* aussi."

    assert sources(HEAD + body) == [body, body]


def test_a_sentence_whose_first_word_is_written_otherwise_is_found_by_its_place() -> None:
    """An entity is no word of the text; what stands after the sentence before it is read back all the same."""
    assert sources(f"{HEAD}Le thym. &Eacute;t&eacute; ici.") == ["Le thym.", "&Eacute;t&eacute; ici."]


def test_the_second_of_two_like_sentences_points_at_itself() -> None:
    """Searching from the top would find the first twice."""
    text = f"{HEAD}Le thym. Le thym."
    spans = [sentence.span for block in blocks(read(text)) for sentence in block.sentences]

    assert [start - len(HEAD) for start, _ in spans] == [0, 9]


@given(st.text(alphabet="aB. *_[]()<>&;#-\n\r>`1{}%$:!é", max_size=120))
@example("- a\n\n  b\r- c\r\n")
def test_every_span_lies_in_the_file_and_holds_something(body: str) -> None:
    """Whatever the markup, what is shown as the source is there."""
    text = HEAD + body
    found = blocks(read(text))
    spans = [block.span for block in found] + [each.span for block in found for each in block.sentences]

    assert all(len(HEAD) <= start < end <= len(text) for start, end in spans)


@given(st.one_of(st.text(max_size=200), st.text(alphabet='-+{}":[]\n\ra#=&*!|>\ufeff 0', max_size=60)))
@example("---\na: !!int x\n---\n")
@example("---\n? [a]\n: b\n---\n")
@example('---\na: "\\UFFFFFFFF"\n---\n')
@example("+++\na = 9999-99-99\n+++\n")
def test_any_text_is_an_article_or_an_article_error(text: str) -> None:
    """One odd file must not stop the reading of a whole site."""
    try:
        title = parse(text, PATH, SITE, digest="").title
    except ArticleError as error:
        title = str(error)

    assert title


@given(st.binary(max_size=80))
def test_any_bytes_are_text_or_an_article_error(data: bytes) -> None:
    """Likewise."""
    try:
        told = decode(data)
    except ArticleError as error:
        told = str(error)

    assert isinstance(told, str)


@pytest.mark.parametrize(
    "data",
    ["Été".encode(), b"\xef\xbb\xbf" + "Été".encode()],
    ids=["utf-8", "with a mark"],
)
def test_text_is_utf_8(data: bytes) -> None:
    """As every generator takes it."""
    assert decode(data) == "Été"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"GIF\n\0\1", "line 2: the file is not text; save it as UTF-8"),
        ("une\nfois, Été".encode("cp1252"), "line 2: byte 0xC9 after 'fois, ' is not UTF-8.*iconv -f WINDOWS-1252"),
        ("Été".encode("mac_roman"), "line 1: byte 0x83 is not UTF-8"),
        ("Été".encode("utf-16"), "line 1: the file is UTF-16; .*iconv -f UTF-16 "),
        ("Été".encode("utf-32"), "line 1: the file is UTF-32; .*iconv -f UTF-32 "),
    ],
)
def test_what_is_not_utf_8_is_refused_by_its_line(data: bytes, words: str) -> None:
    """Two old encodings make two texts of the same bytes: a guess would be posted as noise, and so would an image."""
    with pytest.raises(ArticleError, match=words):
        decode(data)
