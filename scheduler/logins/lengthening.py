"""What Meta asks for once the code has become a token: one that lasts, and the page's own.

Source: developers.facebook.com, 2026. A token lives an hour until the app exchanges it for one of 60 days; the token
of a page that comes with such a one has no end.
"""

from __future__ import annotations

from adapters import http
from adapters.logins import Longer
from adapters.reading import word
from adapters.tokens import Tokens, fetch
from scheduler.errors import CredentialError
from scheduler.logins.person import Desk


def lengthened(longer: Longer, desk: Desk, app: tuple[str, str], short: Tokens) -> Tokens:
    """Return the token that lasts; what the platform allowed of, it has told with the short one.

    Raises AdapterError.
    """
    asked = {"grant_type": longer.grant, "client_id": app[0], "client_secret": app[1], longer.token: short.access}
    request = desk.client.build_request("GET", http.address(desk.place(longer.place)), params=asked)
    lasting = fetch(desk.client, request)
    return Tokens(lasting.access, None, lasting.got_at, lasting.ends_at, None, lasting.scopes or short.scopes)


def of_page(pages: str, desk: Desk, token: str) -> str:
    """Return the token of the page that the settings name, of those that the person looks after.

    Raises CredentialError where it is none of them, AdapterError.
    """
    request = desk.client.build_request(
        "GET", http.address(desk.place(pages)), params={"fields": "id,name,access_token"}, headers=http.bearer(token)
    )
    found = http.ask(desk.client, request, _pages)
    wanted = desk.options.get("page", "")
    if wanted not in found:
        known = ", ".join(f"{number} ({name})" for number, (name, _) in found.items()) or "none"
        raise CredentialError(f"page {wanted!r} is none of those that were allowed: {known}; correct it, or allow it")
    return found[wanted][1]


def _pages(answer: http.Answer) -> dict[str, tuple[str, str]]:
    return {word(page["id"]): (word(page["name"]), word(page["access_token"])) for page in answer.json()["data"]}
