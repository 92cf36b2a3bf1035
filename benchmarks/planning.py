"""What planning a whole site costs, as a ratio to reading the same files once.

`python -m benchmarks.planning [ARTICLES] [ACCOUNTS] [DAYS]` writes an invented site of 2,000 articles, plans it for
12 accounts and a year, cold, then warm, then carries the plan out and plans once more. Each plan runs in a process of
its own, whose memory is measured. `python -m benchmarks.planning --plan FOLDER` is such a process.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from markdown_it import MarkdownIt

from scheduler.core.model import Site
from scheduler.intake import read

MARKDOWN = MarkdownIt("commonmark").enable("table")
PLATFORMS = ("mastodon", "bluesky", "x", "feed", "folder", "telegram")
TOKENS: dict[str, dict[str, object]] = {
    "mastodon": {"url": "https://m.example", "token": {"env": "NONE"}},
    "bluesky": {"handle": "a.bsky.example", "password": {"env": "NONE"}},
    "x": {name: {"env": "NONE"} for name in ("api_key", "api_secret", "token", "token_secret")},
    "feed": {"folder": "public/feed"},
    "folder": {"folder": "public/folder"},
    "telegram": {"token": {"env": "NONE"}, "channel": "@garden"},
}
SYLLABLES = [consonant + vowel for consonant in "bcdfglmn" for vowel in "aeio"]
FORMS = (
    "The {a} of {b} keeps its scent for {n} weeks when it hangs in the shade of a {c}.",
    "Ten stems of {a} dry in {n} days, while {b} needs a month beside the {c}.",
    "A jar of {a} holds {n} grams of {b}, and the rest goes into the {c}.",
    "Gardeners in {b} sow {a} in April and cut it {n} weeks later with a {c}.",
    "Every {a} that grows near {b} gives {n} leaves to the {c} before the frost.",
)
COLD, WARM, MEMORY = 15, 1, 300
"""The most that is allowed: times reading the files, and megabytes."""


def main() -> None:
    """Plan an invented site, or be one of the processes that do."""
    if sys.argv[1:2] == ["--plan"]:
        _plan(Path(sys.argv[2]))
        return
    articles, accounts, days = (*map(int, sys.argv[1:]), 2000, 12, 365)[:3] if len(sys.argv) > 1 else (2000, 12, 365)
    with TemporaryDirectory() as folder:
        site = Path(folder)
        written = write_site(site, articles, accounts, days)
        floor, markdown = reading(site, written)
        print(f"{articles:,} articles, {accounts} accounts, {days} days; reading the files: {floor:.1f} s")
        print(f"(markdown-it-py alone: {markdown:.1f} s)")
        for name, most in (("cold", COLD), ("warm", WARM), ("carried out", None), ("warm, all of it queued", WARM)):
            seconds, megabytes, summary = _in_a_process(site, apply=most is None)
            bar = "" if most is None else f" (at most {most})"
            print(f"{name}: {seconds / floor:.2f} x reading{bar}, {megabytes:.0f} MB (at most {MEMORY}): {summary}")


def write_site(site: Path, articles: int, accounts: int, days: int) -> list[Path]:
    """Write settings and articles, and return the articles' files."""
    dice = Random(7)  # noqa: S311  an invented site
    settings = {
        "site": {"url": "https://garden.example", "timezone": "Europe/Paris", "language": "en"},
        "plan": {"ahead": f"{days}d"},
        "accounts": {
            f"{PLATFORMS[number % len(PLATFORMS)]}-{number}": {
                "platform": PLATFORMS[number % len(PLATFORMS)],
                "rhythm": {
                    "times": [f"{8 + number % 4:02}:{5 * number % 60:02}", f"{17 + number % 3}:30"],
                    "gap": "2h",
                },
                **TOKENS[PLATFORMS[number % len(PLATFORMS)]],
            }
            for number in range(accounts)
        },
    }
    (site / "tambour.yaml").write_text(json.dumps(settings), encoding="utf-8")
    written = []
    for number in range(articles):
        path = site / "content" / f"{number % 20}" / f"article-{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_article(dice, number), encoding="utf-8")
        written.append(path)
    return written


def _article(dice: Random, number: int) -> str:
    day = f"{2010 + number % 16}-{1 + number % 12:02}-{1 + number % 28:02}"
    subject = _word(dice).title()
    head = f"---\ntitle: The {subject} of {_word(dice).title()}\ndate: {day}\ndescription: {_sentence(dice)}\n"
    sections = (f"## {_word(dice).title()} and {_word(dice)}\n\n{_prose(dice)}\n\n{_prose(dice)}\n" for _ in range(6))
    return f"{head}tags: [{subject}, Herbs]\n---\n\n{_prose(dice)}\n\n" + "\n".join(sections)


def _prose(dice: Random) -> str:
    return " ".join(_sentence(dice) for _ in range(4))


def _sentence(dice: Random) -> str:
    names = {name: _word(dice) for name in "abc"}
    return dice.choice(FORMS).format(n=dice.randint(2, 90), **names)


def _word(dice: Random) -> str:
    return "".join(dice.choice(SYLLABLES) for _ in range(3))


def reading(site: Path, written: list[Path]) -> tuple[float, float]:
    """Return how many seconds it takes to read the files once, and how many markdown-it-py alone takes of that."""
    place = Site("https://garden.example", str(site / "content"), "Europe/Paris", "en")
    began = time.process_time()
    for path in written:
        read(path, place)
    done = time.process_time()
    for path in written:
        MARKDOWN.parse(path.read_text(encoding="utf-8"))
    return done - began, time.process_time() - done


def _in_a_process(site: Path, *, apply: bool) -> tuple[float, float, str]:
    words = [sys.executable, "-m", "benchmarks.planning", "--plan", str(site), *(["--apply"] if apply else [])]
    seconds, megabytes, summary = json.loads(subprocess.run(words, check=True, capture_output=True).stdout)
    return seconds, megabytes, summary


def _plan(site: Path) -> None:
    from scheduler.app import opened, planning  # noqa: PLC0415  what is measured includes it
    from scheduler.plans.documents import summary  # noqa: PLC0415

    began = time.process_time()
    with opened(site / "tambour.yaml", environ={}, folder=site) as tambour:
        places = [tambour.destination(account) for account in tambour.settings.accounts.values()]
        order = planning.ordered(tambour)
        with tambour.unwritten() as store, planning.proposed(tambour, store, places, order) as proposal:
            if "--apply" in sys.argv:
                planning.carry_out(tambour, proposal)
    seconds, megabytes = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps([seconds, megabytes, ", ".join(f"{many:,} {act}" for act, many in summary(proposal.plan).items())])
    )


if __name__ == "__main__":
    main()
