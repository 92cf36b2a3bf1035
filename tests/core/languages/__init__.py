"""What the tests of languages share: the cases of each, one sentence after another with a bar between."""

from pathlib import Path

CASES = Path(__file__).parent / "cases"
LANGUAGES = ("de", "en", "es", "fr", "it", "ja", "pt", "zh")


def cases() -> list[tuple[str, str]]:
    """Return every case with its language."""
    return [(file.stem, line) for file in sorted(CASES.glob("*.txt")) for line in _lines(file)]


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text("utf-8").splitlines() if line and not line.startswith(";")]
