"""Origins where none is set: any page may call, and read what it is answered."""

from tests.integration.test_doors import OTHER, callables_of, preflight, send
from tests.integration.whole_firebase import whole_firebase


def test_where_no_origin_is_set_any_page_may_call() -> None:
    with whole_firebase(allowed_hosts=("*",)) as firebase:
        for function in callables_of(firebase):
            answers = [
                preflight(firebase, function, OTHER),
                send(firebase, function, {"data": {}}, {"origin": OTHER})[2],
            ]
            for headers in answers:
                assert headers["access-control-allow-origin"] in ("*", OTHER), function
