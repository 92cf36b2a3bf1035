"""Which machines may be called."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import httpcore
import httpx
import pytest

from adapters import guard, http
from adapters.base import Unavailable
from adapters.line import Line
from tests.adapters.test_line import ANSWER, answering, publish

PRIVATE = [
    "10.0.0.3",
    "192.168.1.9",
    "172.16.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "::1",
    "fd00::1",
    "fe80::1",
    "0.0.0.0",  # noqa: S104  nobody listens
]


def leading_to(*addresses: str) -> guard.Resolve:
    """Let every name lead to these addresses."""

    def resolve(host: str, port: int) -> Sequence[str]:
        return addresses

    return resolve


def calling(resolve: guard.Resolve, private: Collection[str] = ()) -> httpx.Client:
    return httpx.Client(transport=Line(http._tls(), private, resolve))


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_into_a_private_network_is_not_called(address: str) -> None:
    """A platform's answer would reach what only this machine can."""
    with (
        calling(leading_to(address)) as client,
        pytest.raises(Unavailable, match=r"private network, to .*private_hosts"),
    ):
        publish(client, "https://social.example/")


@pytest.mark.parametrize("private", [{"10.0.0.3"}, {"social.example"}])
def test_a_private_machine_that_the_settings_name_may_be_called(private: set[str]) -> None:
    """By its address or by its name: a server of one's own."""
    assert guard.allowed("social.example", 443, private, leading_to("10.0.0.3")) == ["10.0.0.3"]


def test_of_several_addresses_only_the_public_ones_are_called() -> None:
    """One that is private among them may be there to be called."""
    found = guard.allowed("social.example", 443, (), leading_to("10.0.0.3", "93.184.215.14", "2606:4700::1111"))

    assert found == ["93.184.215.14", "2606:4700::1111"]


def test_a_name_that_nobody_knows_cannot_be_reached() -> None:
    """Nothing was sent, so that it may be tried again."""

    def nobody(host: str, port: int) -> Sequence[str]:
        raise OSError("Name or service not known")

    with pytest.raises(httpcore.ConnectError, match="not known"):
        guard.allowed("social.example", 443, (), nobody)


def test_an_address_that_does_not_answer_is_passed_over() -> None:
    """Many machines have an address that they do not use."""
    with (
        answering(ANSWER % 1) as url,
        calling(leading_to("127.0.0.9", "127.0.0.1"), {"127.0.0.1", "127.0.0.9"}) as client,
    ):
        assert publish(client, url).id == "1"


def test_where_no_address_answers_the_last_says_why() -> None:
    """Somebody has to."""
    nobody = calling(leading_to("127.0.0.9", "127.0.0.8"), {"127.0.0.8", "127.0.0.9"})
    with nobody as client, pytest.raises(Unavailable, match="cannot be reached"):
        publish(client, "http://127.0.0.1:9/")


@pytest.mark.parametrize(
    "url", ["http://social.example/", "http://10.0.0.3/", "ftp://social.example/", "ftp://127.0.0.1/"]
)
def test_nothing_leaves_without_tls(url: str) -> None:
    """A token on its way would be everybody's."""
    with calling(leading_to("93.184.215.14"), {"10.0.0.3"}) as client, pytest.raises(Unavailable):
        publish(client, url)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        (["https://127.0.0.1:8080/api", "a-token"], {"127.0.0.1"}),
        (["http://localhost:2583", "https://social.example"], {"localhost"}),
        (["https://[fd00::3]/", "https://10.0.0.3"], {"fd00::3", "10.0.0.3"}),
        (["social.lan", "#10.0.0.3"], set()),
    ],
)
def test_an_address_in_the_settings_of_an_account_is_consent(values: list[str], named: set[str]) -> None:
    """A name is none: where it leads may change."""
    assert guard.named(values) == named


@pytest.mark.parametrize(
    ("host", "here"), [("localhost", True), ("127.0.0.7", True), ("::1", True), ("10.0.0.3", False)]
)
def test_this_machine_is_known_by_how_it_is_written(host: str, here: bool) -> None:
    """A name that leads here today may lead elsewhere tomorrow."""
    assert guard.is_this_machine(host) is here
