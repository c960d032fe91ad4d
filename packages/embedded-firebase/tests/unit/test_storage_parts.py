"""Parts of Storage that take wide input: listings, multipart bodies, batches of preconditions."""

from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embedded_firebase.storage.errors import Invalid, NotModified, PreconditionFailed
from embedded_firebase.storage.listing import ListRequest, list_objects
from embedded_firebase.storage.multipart import split_multipart
from embedded_firebase.storage.objects import Content, ObjectStore
from embedded_firebase.storage.preconditions import Preconditions

names = st.sets(st.text(st.sampled_from("ab/é"), min_size=1, max_size=6), max_size=12)


def store_of(wanted: set[str]) -> ObjectStore:
    store = ObjectStore()
    for name in wanted:
        store.put("b", name, Content(b""))
    return store


@given(names, st.text(st.sampled_from("ab/"), max_size=2), st.sampled_from(["", "/", "a"]), st.integers(1, 5))
def test_pages_together_are_the_whole_listing(
    wanted: set[str], prefix: str, delimiter: str, size: int
) -> None:
    store = store_of(wanted)
    whole = list_objects(store, "b", ListRequest(prefix, delimiter))
    objects: list[str] = []
    prefixes: list[str] = []
    token: str | None = ""
    while token is not None:
        page = list_objects(store, "b", ListRequest(prefix, delimiter, max_results=size, page_token=token))
        assert len(page.objects) + len(page.prefixes) <= size
        objects += [stored.name for stored in page.objects]
        prefixes += page.prefixes
        token = page.next_token
    assert objects == [stored.name for stored in whole.objects]
    assert prefixes == list(whole.prefixes)


@given(names, st.text(st.sampled_from("ab/"), max_size=2))
def test_a_delimiter_folds_what_follows_it_and_hides_nothing(wanted: set[str], prefix: str) -> None:
    page = list_objects(store_of(wanted), "b", ListRequest(prefix, "/"))
    shown = {stored.name for stored in page.objects}
    matching = {name for name in wanted if name.startswith(prefix)}
    assert shown == {name for name in matching if "/" not in name[len(prefix) :]}
    assert {name for name in matching if name.startswith(page.prefixes)} == matching - shown


@pytest.mark.parametrize("parameters", [{"maxResults": "0"}, {"maxResults": "x"}])
def test_a_listing_that_makes_no_sense_is_refused(parameters: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        ListRequest.parse(parameters)


@given(st.lists(st.binary(max_size=60), min_size=1, max_size=4), st.sampled_from(["\r\n", "\n"]))
def test_parts_come_back_as_they_were(bodies: list[bytes], newline: str) -> None:
    line = newline.encode()
    parts = [b"--bound" + line + b"Content-Type: text/x; a=b" + line * 2 + body + line for body in bodies]
    split = split_multipart('multipart/related; boundary="bound"', b"".join(parts) + b"--bound--")
    assert [part.body for part in split] == bodies
    assert all(part.headers == {"content-type": "text/x; a=b"} for part in split)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/related", b"--x\r\n\r\n\r\n--x--"),
        ("multipart/related; boundary=x", b"nothing of the kind"),
        ("multipart/related; boundary=x", b"--x\r\nno end"),
    ],
)
def test_a_malformed_body_is_refused(content_type: str, body: bytes) -> None:
    with pytest.raises(Invalid):
        split_multipart(content_type, body)


def test_preconditions_compare_with_what_is_there() -> None:
    stored = ObjectStore().put("b", "a", Content(b""))
    now = str(stored.generation)
    holds = [{}, {"ifGenerationMatch": now}, {"ifMetagenerationMatch": "1"}, {"ifGenerationNotMatch": "7"}]
    for parameters in holds:
        Preconditions.parse(parameters).check(stored)
    fails = [{"ifGenerationMatch": "0"}, {"ifMetagenerationNotMatch": "1"}, {"ifGenerationNotMatch": now}]
    for parameters in fails:
        with pytest.raises(PreconditionFailed):
            Preconditions.parse(parameters).check(stored)
    with pytest.raises(NotModified):
        Preconditions.parse({"ifGenerationNotMatch": now}).check(stored, reading=True)
    Preconditions.parse({"ifGenerationMatch": "0"}).check(None)
    with pytest.raises(PreconditionFailed):
        Preconditions.parse({"ifGenerationMatch": now}).check(None)
    with pytest.raises(Invalid):
        Preconditions.parse({"ifGenerationMatch": "soon"})


def test_generations_only_rise() -> None:
    store = ObjectStore()
    generations = [store.put("b", "a", Content(b"")).generation for _ in range(1000)]
    assert generations == sorted(set(generations))


def test_what_is_restored_keeps_its_generation_and_later_ones_are_higher() -> None:
    first, second = ObjectStore(), ObjectStore()
    future = first.put("b", "a", Content(b"x", metadata=MappingProxyType({"n": "1"})))
    second.restore([future])
    assert second.get("b", "a") == future
    assert second.put("b", "a", Content(b"y")).generation > future.generation
