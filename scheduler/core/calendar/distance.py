"""How long it is until something happens."""

from __future__ import annotations

from datetime import timedelta

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def until(left: timedelta) -> str:
    """Return a time to come by its two largest units, such as `in 2 d 3 h`; what has come is `now`."""
    if left <= timedelta():
        return "now"
    if left < MINUTE:
        return "in less than a minute"
    days, rest = divmod(left, DAY)
    hours, rest = divmod(rest, HOUR)
    parts = [(days, "d"), (hours, "h"), (rest // MINUTE, "min")]
    first = next(number for number, (count, _) in enumerate(parts) if count)
    return "in " + " ".join(f"{count} {unit}" for count, unit in parts[first : first + 2] if count)
