"""What the splitter makes of a folder of articles: how much, how sound, how fast.

`python -m benchmarks.teasers FOLDER…` reads every Markdown file and prints the articles read, the posts each platform
gets, how many kept every rule before the gate, the yield by length, and the time as a ratio to markdown-it-py parsing
the same files. Parse and split alternate, so that both meet the same noise.

`--draw 100 --seed 7 --language fr` prints that many posts instead, drawn at random from those that passed;
`--baseline` draws what simpler means would have posted.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeAlias

from markdown_it import MarkdownIt

from adapters.base import Limits
from adapters.limits import LIMITS
from benchmarks.sheet import Drawn, baseline, print_sheet
from scheduler.core.fitting import fit
from scheduler.core.gate import apart, broken, check
from scheduler.core.model import Article, Fitted, Site, Skipped, Teaser
from scheduler.core.model.voice import Voice
from scheduler.core.teasers import split
from scheduler.errors import ArticleError
from scheduler.intake import read

PLATFORMS = ("x", "bluesky", "mastodon", "linkedin")
ENDINGS = frozenset({".md", ".markdown", ".mdx"})
CLASSES = (80, 300, 800, 1500, 3000)
"""Words of an article; the last class has no end."""
MARKDOWN = MarkdownIt("commonmark").enable("table")
VOICE = Voice()
Posts: TypeAlias = Sequence[tuple[Fitted, Teaser]]


@dataclass(frozen=True, slots=True)
class Result:
    """What one article gave."""

    article: Article
    words: int
    posts: dict[str, Posts]
    skipped: list[Skipped]
    faults: list[tuple[str, str]]
    """Each rule that a post broke before the gate, and the post."""
    made: int
    """Posts before the gate."""
    parsing: float
    """Seconds that the Markdown parse alone took."""
    telling: float
    """Seconds from the file to posts that passed the gate, on every platform."""


def main() -> None:
    options = _options()
    unread: Counter[str] = Counter()
    found = list(_results(options.folders, unread))
    if options.draw:
        _draw(found, options)
    else:
        _report(found, unread)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Split every article of some folders, and measure what comes out.")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--draw", type=int, default=0, metavar="COUNT", help="print that many posts, to be graded")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--language", help="draw from articles in this language only")
    parser.add_argument(
        "--platform", choices=(*PLATFORMS, "all"), default="all", help="draw from this platform's posts"
    )
    parser.add_argument("--baseline", action="store_true", help="draw what simpler means would have posted")
    return parser.parse_args()


def _draw(found: Iterable[Result], options: argparse.Namespace) -> None:
    chosen = [one for one in found if options.language in {None, one.article.language.partition("-")[0]}]
    pool = [
        Drawn(one.article, teaser.kind, fitted.content.text)
        for one in chosen
        for platform in (PLATFORMS if options.platform == "all" else (options.platform,))
        for fitted, teaser in one.posts[platform]
    ]
    if options.baseline:
        pool = [each for one in chosen for each in baseline(one.article)]
    print_sheet(pool, options.draw, options.seed)


def _results(folders: Iterable[Path], unread: Counter[str]) -> Iterator[Result]:
    for folder in folders:
        site = Site(url="https://site.example", content=str(folder.absolute()), timezone="UTC", language=None)
        for path in sorted(path for path in folder.rglob("*") if path.suffix in ENDINGS):
            try:
                yield _result(path, site)
            except ArticleError as error:
                unread[str(error).rpartition(", line ")[2].partition(": ")[2] or str(error)] += 1


def _result(path: Path, site: Site) -> Result:
    source = path.read_text("utf-8", errors="replace")
    start = time.perf_counter()
    MARKDOWN.parse(source)
    parsed = time.perf_counter()
    article = read(path, site)
    found = split(article)
    fitted = {name: _fitted(found.teasers, article, LIMITS[name]) for name in PLATFORMS}
    sifted = {name: _sifted(fitted[name], article, LIMITS[name]) for name in PLATFORMS}
    done = time.perf_counter()
    return Result(
        article,
        len(source.split()),
        {name: kept for name, (kept, _) in sifted.items()},
        [*found.skipped, *(each for _, dropped in sifted.values() for each in dropped)],
        [fault for name in PLATFORMS for fault in _faults(fitted[name], article, LIMITS[name])],
        sum(len(posts) for posts in fitted.values()),
        parsed - start,
        done - parsed,
    )


def _fitted(teasers: Iterable[Teaser], article: Article, limits: Limits) -> list[tuple[Fitted, Teaser]]:
    pairs = ((fit(teaser, article, limits), teaser) for teaser in teasers)
    return [(fitted, teaser) for fitted, teaser in pairs if isinstance(fitted, Fitted)]


def _sifted(posts: Posts, article: Article, limits: Limits) -> tuple[Posts, list[Skipped]]:
    reasons = [check(fitted, teaser, article, limits, VOICE) for fitted, teaser in posts]
    kept, alike = apart([post for post, reason in zip(posts, reasons, strict=True) if reason is None], article.title)
    return kept, [*(Skipped(reason) for reason in reasons if reason), *alike]


def _faults(posts: Iterable[tuple[Fitted, Teaser]], article: Article, limits: Limits) -> Iterator[tuple[str, str]]:
    for fitted, teaser in posts:
        for reason in broken(fitted, teaser, article, limits, VOICE):
            yield reason, f"{article.path} [{teaser.kind}] {fitted.content.text!r}"


def _report(found: Sequence[Result], unread: Counter[str]) -> None:
    print(f"{len(found)} articles read, {sum(unread.values())} not read")
    _table(unread)
    print("\nposts, after the gate")
    for name in PLATFORMS:
        print(f"{sum(len(one.posts[name]) for one in found):7}  {name}")
    _print_rules(found)
    _print_yields(found)
    _print_skipped(found)
    _print_speed(found)


def _print_rules(found: Sequence[Result]) -> None:
    faults = [fault for one in found for fault in one.faults]
    posts, faulty = sum(one.made for one in found), len({post for _, post in faults})
    print(f"\n{posts} posts before the gate; rules broken {len(faults)} times, by {faulty} different posts")
    _table(Counter(reason.partition(":")[0] for reason, _ in faults))


def _print_yields(found: Sequence[Result]) -> None:
    print("\nposts per article by its words: articles, median on " + ", ".join(PLATFORMS))
    classes: dict[int, list[Result]] = defaultdict(list)
    for one in found:
        classes[sum(one.words >= bound for bound in CLASSES)].append(one)
    for number, members in sorted(classes.items()):
        low, high = (0, *CLASSES)[number], (*CLASSES, None)[number]
        medians = "  ".join(f"{median(len(one.posts[name]) for one in members):4g}" for name in PLATFORMS)
        print(f"{low:6}–{high or '':<6} {len(members):5}  {medians}")


def _print_skipped(found: Sequence[Result]) -> None:
    print("\nwhat was left out, and why")
    _table(Counter(each.reason.partition(": ")[0] for one in found for each in one.skipped))


def _print_speed(found: Sequence[Result]) -> None:
    parsing, telling = sum(one.parsing for one in found), sum(one.telling for one in found)
    slowest = max((one.telling for one in found), default=0.0)
    print(f"\n{len(found) / telling:.0f} articles a second, {telling / parsing:.1f} × the Markdown parse alone")
    print(f"slowest article {slowest:.2f} s")


def _table(counts: Counter[str]) -> None:
    for name, count in counts.most_common():
        print(f"{count:7}  {name[:110]}")


if __name__ == "__main__":
    main()
