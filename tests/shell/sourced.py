"""Feeds, sitemaps and exports, the servers that have them, and the articles that they become."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scheduler.core.model import Article, Site
from scheduler.fetching import Got
from scheduler.intake import read
from scheduler.sources import Refreshed, Web, refresh

URL = "https://ex.org/feed.xml"
PROSE = "<p>Thyme dries in a <b>week</b> on a string, and keeps most of its oil.</p>"

RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Garden</title><link>https://ex.org/</link><language>en-gb</language>
<item><title>Drying *thyme* &amp;amp; sage</title><link>/2026/thyme/</link><guid isPermaLink="false">1</guid>
<pubDate>Mon, 14 Sep 2026 08:00:00 +0200</pubDate><category>Herbs</category><category>Kitchen garden</category>
<description>Heat spoils thyme, not time.</description>
<content:encoded><![CDATA[<script>x()</script>{PROSE}<h2>When to cut</h2><p>On a dry morning.</p>]]></content:encoded>
<media:content url="/thyme.jpg" medium="image"/></item>
<item><title>Same number</title><link>https://ex.org/same</link><guid isPermaLink="false">1</guid></item>
<item><title>Same address</title><link>https://ex.org/same</link><guid isPermaLink="false">2</guid></item>
<item><title></title><link>https://ex.org/untitled</link></item>
<item><title>No address</title><description>x</description></item>
<item><title>Odd address</title><link>javascript:alert(1)</link></item>
<item><title>No date</title><link>https://ex.org/undated</link><pubDate>Fri, 31 Feb 9999 99:00:00 GMT</pubDate></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Jardin</title>
<entry><id>tag:1</id><title>Le thym</title><link href="https://ex.org/thym"/><updated>2026-09-14T08:00:00Z</updated>
<category term="thym" label="Thym"/><summary>Le thym sèche en une semaine.</summary></entry></feed>"""

BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


class Server:
    """Documents by their addresses, with the requests that were made."""

    def __init__(self, pages: Mapping[str, str | bytes], **headers: str) -> None:
        self.pages, self.headers = dict(pages), {name.replace("_", "-"): value for name, value in headers.items()}
        self.asked: list[str] = []

    def __call__(self, url: str, hosts: set[str], errand: Any, known: Mapping[str, str] | None = None) -> Got:
        self.asked.append(url)
        if url not in self.pages:
            raise errand.error(f"{url} was answered with 404; correct the address")
        if known and known.get("if-none-match") == self.headers.get("etag"):
            return Got(b"", is_new=False)
        page = self.pages[url]
        return Got(page if isinstance(page, bytes) else page.encode(), self.headers)


def fetched(folder: Path, server: Server, url: str = URL) -> Refreshed:
    return refresh(url, site_in(folder), Web(get=server))


def site_in(folder: Path, url: str | None = "https://ex.org", language: str | None = None) -> Site:
    return Site(url, str(folder), "Europe/Paris", language)


def articles(folder: Path) -> dict[str, Article]:
    found = [read(path, site_in(folder)) for path in sorted(folder.glob("*.md"))]
    return {article.title: article for article in found}


MAP = "https://ex.org/sitemap.xml"
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://ex.org/posts.xml</loc></sitemap><sitemap><loc>https://else.org/x.xml</loc></sitemap></sitemapindex>"""
PAGES = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://ex.org/thyme</loc><lastmod>2026-09-14</lastmod></url><url><loc>https://ex.org/</loc></url>
<url><loc>/sage</loc></url><url><loc>https://ex.org/gone</loc></url><url><loc>https://else.org/a</loc></url><url/></urlset>"""
THYME = f"""<html lang="en"><head><title>Drying thyme | Garden</title><meta charset="utf-8">
<meta property="og:type" content="article"><meta property="og:title" content="Drying thyme">
<meta name="description" content="Heat spoils thyme, not time."><meta property="og:image" content="/thyme.jpg">
<meta property="article:published_time" content="2026-09-14T08:00:00+02:00">
<meta property="article:tag" content="Herbs">
<link rel="canonical" href="/2026/thyme/"></head><body><nav>Menu</nav><main><header>By Anna</header>
<h1>Drying thyme</h1>
{PROSE}<h2>When to cut</h2><p>On a dry morning.</p><aside>Read also</aside></main>
<footer>Imprint</footer></body></html>"""
SAGE = """<html><head><script type="application/ld+json">{</script>
<script type="application/ld+json">{"@graph": [7, {"@type": ["BlogPosting"]}]}</script><link rel="canonical" href="https://else.org/"></head><body><article>
<h1>Sage in <i>winter</i></h1><time datetime="2026-10-01">1 Oct</time><p>Sage stays green.</p>
<a rel="tag" href="/tags/sage">#Sage</a></article></body></html>"""
HOME = "<html><body><main><article>One</article><article>Two</article></main></body></html>"


def site(**pages: str) -> Server:
    named = {"thyme": THYME, "sage": SAGE, "": HOME} | pages
    return Server(
        {MAP: INDEX, "https://ex.org/posts.xml": PAGES} | {f"https://ex.org/{k}": v for k, v in named.items()}
    )


WXR = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<language>fr-FR</language><wp:wxr_version>1.2</wp:wxr_version>
<item><title>Le thym</title><link>https://ex.org/2026/thym/</link><guid>https://ex.org/?p=1</guid>
<content:encoded><![CDATA[<!-- wp:paragraph -->{PROSE}<!-- /wp:paragraph -->]]></content:encoded>
<excerpt:encoded><![CDATA[Le thym sèche.]]></excerpt:encoded><wp:post_id>1</wp:post_id>
<wp:post_date_gmt>2026-09-14 06:00:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain="category" nicename="jardin">Jardin</category>
<category domain="post_tag" nicename="thym">Thym</category>
<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value></wp:postmeta></item>
<item><title>La sauge</title><link>https://ex.org/sauge/</link><wp:status>future</wp:status><wp:post_type>post</wp:post_type>
<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt><content:encoded>[caption id="x"]La sauge.[/caption]

Elle reste verte.</content:encoded><category domain="category" nicename="uncategorized">Non classé</category>
<category domain="category" nicename="jardin">Jardin</category></item>
<item><title>Brouillon</title><link>https://ex.org/?p=3</link><wp:status>draft</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>Secret</title><link>https://ex.org/s</link><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<wp:post_password>x</wp:post_password></item>
<item><title>Page</title><link>https://ex.org/p</link><wp:status>publish</wp:status><wp:post_type>page</wp:post_type></item>
<item><title>t.jpg</title><link>https://ex.org/t</link><wp:post_id>9</wp:post_id><wp:post_type>attachment</wp:post_type>
<wp:attachment_url>https://ex.org/t.jpg</wp:attachment_url>
<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key>
<wp:meta_value>Du thym</wp:meta_value></wp:postmeta></item>
</channel></rss>"""


def exported(folder: Path, text: str, url: str | None = "https://ex.org") -> Refreshed:
    file = folder / "export"
    file.write_text(text, encoding="utf-8")
    return refresh(str(file), site_in(folder / "articles", url), Web())


def ghost(**changed: Any) -> str:
    post = {
        "id": "1",
        "uuid": "u1",
        "title": "Le thym",
        "slug": "le-thym",
        "html": PROSE + '<img src="__GHOST_URL__/x.jpg">',
        "status": "published",
        "type": "post",
        "visibility": "public",
        "published_at": "2026-09-14T06:00:00.000Z",
        "custom_excerpt": "Le thym sèche.",
        "feature_image": "__GHOST_URL__/t.jpg",
    }
    others = [{**post, "id": name, "uuid": name, "slug": name, **one} for name, one in HIDDEN.items()]
    data = {
        "posts": [{**post, **changed}, *others, 7],
        "tags": [{"id": "a", "name": "Thym"}, {"id": "b", "name": "#internal"}, {"id": "c", "name": "Jardin"}],
        "posts_tags": [
            {"post_id": "1", "tag_id": "c", "sort_order": 1},
            {"post_id": "1", "tag_id": "a", "sort_order": 0},
            {"post_id": "1", "tag_id": "b", "sort_order": 2},
        ],
        "posts_meta": [{"post_id": "1", "feature_image_alt": "Du thym"}],
        "settings": [{"key": "locale", "value": "fr"}],
    }
    return json.dumps({"db": [{"meta": {}, "data": data}]})


HIDDEN = {
    "draft": {"status": "draft"},
    "page": {"type": "page"},
    "paid": {"visibility": "paid"},
    "mail": {"status": "sent"},
}
