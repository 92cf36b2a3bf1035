"""Reading articles: a Markdown file with front matter becomes an `Article`.

matter      the front matter: YAML, TOML or JSON, as strings
fields      its fields as values: tags, dates, picture
own         the posts that the author wrote in it
places      what the file's place says: address, language
masking     template code, masked before Markdown is read
elements    HTML within a run of Markdown
placeholders  what its author has yet to fill in
inline      inline markup as plain text
markdown    the body as sections of prose
sentences   where sentences end
locating    where each sentence stands in the file
reading     all of it, as one article
"""

from scheduler.core.article.locating import line_at
from scheduler.core.article.reading import decode, outline, parse, skip_reason
from scheduler.core.article.sentences import sentences

__all__ = ["decode", "line_at", "outline", "parse", "sentences", "skip_reason"]
