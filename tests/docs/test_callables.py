"""Every callable is told of, with data and an answer that the integration tests send and compare."""

from tests.docs import entry_points, flutter, operations


def _for_people() -> set[str]:
    return {name.removeprefix("data: ").partition(" ")[0] for name in flutter.names("data")}


def _for_administrators() -> set[str]:
    return {call.function for call in operations.calls().values()}


def test_each_has_its_data_on_the_page_of_whoever_calls_it_and_on_no_other() -> None:
    assert entry_points.callables()
    assert _for_people() | _for_administrators() == entry_points.callables()
    assert _for_people() & _for_administrators() == set()


def test_every_call_of_the_operations_page_is_read() -> None:
    assert len(operations.calls()) == operations.count()
