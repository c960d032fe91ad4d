"""Which hosted function a task calls, by its address."""

import pytest

from embedded_firebase.functions.hosted import HostedFunction, Kind
from embedded_firebase.tasks.targets import Targets


def function(name: str, kind: Kind = "task") -> HostedFunction:
    return HostedFunction(name, kind, print, ("us-central1",), timeout_seconds=60, parallel=80)


TARGETS = Targets(
    {"remind": function("remind"), "changed": function("changed", "event")}, "demo-x", "127.0.0.1:5001"
)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("http://127.0.0.1:5001/demo-x/us-central1/remind", ("/demo-x/us-central1/remind", "/", "")),
        ("http://127.0.0.1:5001/demo-x/us-central1/remind/a%20b?c=d", ("/demo-x/us-central1/remind", "/a b", "c=d")),
        ("https://us-central1-demo-x.cloudfunctions.net/remind", ("/remind", "/", "")),
        ("https://us-central1-demo-x.cloudfunctions.net/remind/a?b", ("/remind", "/a", "b")),
        ("https://europe-west1-demo-x.cloudfunctions.net/remind", None),
        ("https://us-central1-demo-y.cloudfunctions.net/remind", None),
        ("http://127.0.0.1:5001/demo-x/us-central1/changed", None),
        ("http://127.0.0.1:5001/demo-x/us-central1/unknown", None),
        ("http://127.0.0.1:5001/", None),
        ("http://127.0.0.1:5002/demo-x/us-central1/remind", None),
        ("https://a.example/remind", None),
        ("https://a.example", None),
    ],
)  # fmt: skip
def test_hosted_functions_are_found_by_their_addresses(url: str, found: tuple[str, str, str] | None) -> None:
    target = TARGETS.find(url)
    assert (target and (target.prefix, target.path, target.query)) == found
