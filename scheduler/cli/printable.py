"""Text of others on a terminal: an article or a platform must not move its cursor or change its colours."""

CONTROLS = [code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"]
SHOWN = dict.fromkeys(CONTROLS, "\N{REPLACEMENT CHARACTER}")


def printable(text: str) -> str:
    """Return `text` with every control character but line breaks and tabs replaced."""
    return text.translate(SHOWN)
