"""Which requests a suite answers, by their host and the origin of the page that sends them."""

import pytest

from embedded_firebase.doors import Doors

HERE = {"host": "127.0.0.1:5001"}


def passes(path: str = "/v1/x", allowed: tuple[str, ...] = (), **headers: str) -> bool:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Doors(allowed).refusal(path, {**HERE, **named}) is None


@pytest.mark.parametrize(
    "host",
    [
        "",
        "localhost",
        "localhost:5001",
        "LOCALHOST:5001",
        "app.localhost:5001",
        "127.0.0.1:5001",
        "[::1]:5001",
        "10.0.2.2:5001",
        "192.168.1.7:5001",
        "localhost.:5001",
    ],
)
def test_a_name_of_this_machine_passes(host: str) -> None:
    assert passes(host=host)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example:5001",
        "127.0.0.1.evil.example",
        "notlocalhost",
        "1.2.3.4.nip.io",
        "[::1",
        "a b",
        "evil.example:80:80",
        "evil@localhost.evil.example",
    ],
)
def test_any_other_host_is_refused(host: str) -> None:
    assert not passes(host=host)


@pytest.mark.parametrize(
    "origin",
    [
        "http://localhost:3000",
        "http://127.0.0.1:5000",
        "https://localhost",
        "http://[::1]:8000",
        "http://app.localhost:4000",
    ],
)
def test_a_page_of_this_machine_passes(origin: str) -> None:
    assert passes(origin=origin)
    assert passes("/emulator/v1/projects/p/accounts", origin=origin)


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "",
        "http://localhost.evil.example",
        "http://192.168.1.7:5000",
        "http://[::1",
        "file://",
        "http://localhost:3000,https://evil.example",
    ],
)
def test_any_other_page_is_refused(origin: str) -> None:
    assert not passes(origin=origin)


def test_a_page_served_by_an_address_of_the_network_calls_the_other_ports_there() -> None:
    assert passes(host="192.168.1.7:5001", origin="http://192.168.1.7:5000")
    assert not passes(host="192.168.1.7:5001", origin="http://192.168.1.8:5000")


def test_the_suites_own_pages_are_for_their_own_origin_alone() -> None:
    assert passes("/__/emulator")
    assert passes("/__/emulator", origin="http://127.0.0.1:5001")
    assert not passes("/__/emulator", origin="http://127.0.0.1:5000")
    assert not passes("/__/emulator", allowed=("*",), origin="https://app.test")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_other_page_includes_the_suites_own_as_a_script_but_a_link_may_lead_there(site: str) -> None:
    assert not passes("/__/firebase/init.js", sec_fetch_site=site, sec_fetch_mode="no-cors")
    assert passes("/__/emulator", sec_fetch_site=site, sec_fetch_mode="navigate")
    assert passes("/__/emulator", sec_fetch_site="same-origin", sec_fetch_mode="cors")
    assert passes("/v0/b/x/o/y", sec_fetch_site=site, sec_fetch_mode="no-cors")


@pytest.mark.parametrize("allowed", ["app.test", ".app.test", "*", "App.Test"])
def test_a_setting_widens_it(allowed: str) -> None:
    assert passes(allowed=(allowed,), host="app.test:5001")
    assert passes(allowed=(allowed,), origin="https://app.test")


def test_a_name_covers_those_below_it_only_with_a_dot() -> None:
    assert passes(allowed=(".app.test",), host="a.b.app.test")
    assert not passes(allowed=("app.test",), host="a.app.test")
    assert not passes(allowed=(".app.test",), host="myapp.test")


def test_a_refusal_says_how_to_widen() -> None:
    refusal = Doors().refusal("/", {"host": "app.test"})
    assert (
        refusal == "The host 'app.test' is not this machine; allow it with --allow-host if it is meant to be."
    )
