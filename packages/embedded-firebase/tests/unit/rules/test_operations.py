"""Methods and functions: what the public reference says of each, and where they have no value."""

import pytest

from embedded_firebase.rules.values import Timestamp
from unit.rules.expressions import has_value, value_of

MOMENT = Timestamp(1_795_196_101_123_456_789)
"""2026-11-20T17:35:01.123456789Z, a Friday and the 324th day."""

FACE = "\N{GRINNING FACE}"


@pytest.mark.parametrize(
    "expression",
    [
        # Strings.
        "'a\\n'.size() == 2",
        "'user@domain.com'.matches('.*@domain[.]com')",
        "!'banana'.matches('ana')",
        "!'a\\n'.matches('a.')",
        "'a\\n'.matches('(?s)a.')",
        "'banana'.replace('a', 'o') == 'bonono'",
        "'banana'.replace('ana', 'ee') == 'beena'",
        "'foo@test.com'.replace('.', '-') == '------------'",
        "'a/b/c'.split('/') == ['a', 'b', 'c']",
        "'abc'.split('x') == ['abc']",
        "'ABC1é'.lower() == 'abc1é'",
        "'abcÉß'.upper() == 'ABCÉß'",
        "'  a b '.trim() == 'a b'",
        "'é'.toUtf8().size() == 2",
        "'hi'.toUtf8().toBase64() == 'aGk='",
        "'abc'[0] == 'a'",
        "'abcdef'[0:3] == 'abc'",
        "'abc'[3:3] == ''",
        "hashing.md5('').toBase64() == '1B2M2Y8AsgTpgAmY7PhCfg=='",
        "hashing.sha256('a') == hashing.sha256('a'.toUtf8())",
        # Lists.
        "['a', 'b'].size() == 2",
        "['a', 'b'].hasAll(['b'])",
        "!['a', 'b'].hasAll(['b', 'c'])",
        "['a', 'b'].hasAny(['c', 'b'])",
        "!['a', 'b'].hasAny([])",
        "['a', 'a'].hasOnly(['a', 'b'])",
        "!['a', 'c'].hasOnly(['a', 'b'])",
        "['a'].concat(['b']) == ['a', 'b']",
        "['a', 'b', 'a'].removeAll(['a']) == ['b']",
        "['a', 'b'].join('/') == 'a/b'",
        "[1, 2, 3][1:3] == [2, 3]",
        "[1, 2, 3][0] == 1",
        # Sets.
        "['a', 'b'].toSet().difference(['a', 'c'].toSet()) == ['b'].toSet()",
        "['a', 'b'].toSet().intersection(['a', 'c'].toSet()) == ['a'].toSet()",
        "['a', 'b'].toSet().union(['a', 'c'].toSet()) == ['c', 'b', 'a'].toSet()",
        "['a', 'b'].toSet().hasOnly(['a', 'b', 'c'])",
        "['a', 'b'].toSet().hasAll(['a'].toSet())",
        "[1, 1.0].toSet().size() == 1",
        # Maps.
        "{'a': 1}.keys().hasOnly(['a'])",
        "{'a': 1, 'b': 2}.values().size() == 2",
        "{'a': 1}.size() == 1",
        "{'a': 1}.get('a', 2) == 1",
        "{'a': 1}.get('b', 2) == 2",
        "{'a': {'b': 1}}.get(['a', 'b'], 2) == 1",
        "{'a': {'b': 1}}.get(['a', 'c'], 2) == 2",
        "{'a': 1}.get(['a', 'b'], 2) == 2",
        "{'a': null}.get('a', 2) == null",
        "{'a': 1}['a'] == {'a': 1}.a",
        # Differences.
        "{'a': 1, 'b': 2, 'c': 3}.diff({'b': 2, 'c': 4, 'd': 5}).addedKeys() == ['a'].toSet()",
        "{'a': 1, 'b': 2, 'c': 3}.diff({'b': 2, 'c': 4, 'd': 5}).removedKeys() == ['d'].toSet()",
        "{'a': 1, 'b': 2, 'c': 3}.diff({'b': 2, 'c': 4, 'd': 5}).changedKeys() == ['c'].toSet()",
        "{'a': 1, 'b': 2, 'c': 3}.diff({'b': 2, 'c': 4, 'd': 5}).unchangedKeys() == ['b'].toSet()",
        "{'a': 1, 'b': 2, 'c': 3}.diff({'b': 2, 'c': 4, 'd': 5}).affectedKeys() == ['a', 'c', 'd'].toSet()",
        "{'a': 1}.diff({'a': 1.0}).affectedKeys().size() == 0",
        # Times.
        "now.year() == 2026 && now.month() == 11 && now.day() == 20",
        "now.hours() == 17 && now.minutes() == 35 && now.seconds() == 1",
        "now.nanos() == 123456789 && now.toMillis() == 1795196101123",
        "now.dayOfWeek() == 5 && now.dayOfYear() == 324",
        "now.date() == timestamp.date(2026, 11, 20)",
        "now.time() == duration.time(17, 35, 1, 123456789)",
        "now.date() + now.time() == now",
        "duration.value(1, 'w') == duration.value(7, 'd')",
        "duration.value(1, 'ms') == duration.value(1000000, 'ns')",
        "duration.abs(duration.value(-10, 's')) == duration.value(10, 's')",
        "duration.value(1500, 'ms').seconds() == 1 && duration.value(1500, 'ms').nanos() == 500000000",
        "duration.value(-1500, 'ms').seconds() == -1 && duration.value(-1500, 'ms').nanos() == -500000000",
        "timestamp.value(0).year() == 1970",
        # Numbers and points.
        "math.abs(-1) == 1 && math.abs(-1.5) == 1.5",
        "math.ceil(4.2) == 5 && math.ceil(-4.2) == -4 && math.ceil(1.0) is int",
        "math.floor(4.7) == 4 && math.floor(-4.2) == -5",
        "math.round(4.2) == 4 && math.round(2.5) == 3 && math.round(-4.2) == -4",
        "math.pow(2, 10) == 1024.0 && math.pow(2, 10) is float",
        "math.sqrt(9) == 3.0",
        "math.isNaN(0.0 / 0) && math.isInfinite(1.0 / 0) && !math.isNaN(1)",
        "latlng.value(1, 2.5).latitude() == 1.0 && latlng.value(1, 2.5).longitude() == 2.5",
        # Conversions.
        "int('08') == 8 && int('-5') == -5 && int(2.9) == 2 && int(7) == 7",
        "float('1.5') == 1.5 && float(1) is float",
        "bool('true') && !bool('FALSE') && bool(true)",
        "string(true) == 'true' && string(1) == '1' && string(2.0) == '2.0' && string(null) == 'null'",
        "string(/a/b) == '/a/b'",
        "path('/a/b') == /a/b && path('a/b') == /a/b",
        "debug(1) == 1",
    ],
)
def test_it_holds(expression: str) -> None:
    assert value_of(expression, now=MOMENT) is True


@pytest.mark.parametrize(
    "expression",
    [
        "'a'.matches(1)",
        "'a'.matches('(')",
        "(1).matches('1')",
        "null.size()",
        "(1).size()",
        "'a'.size(1)",
        "'a'.keys()",
        "'a/'.split('/')",
        "'a1b'.split('([0-9])')",
        "'abc'.replace('b', '$1')",
        "'abc'[3]",
        "'abc'[-1]",
        "'abc'[2:1]",
        "'abc'[0:4]",
        "[1][1]",
        "[1]['a']",
        "{'a': 1}['b']",
        "{'a': 1}[0]",
        "{'a': 1}.b",
        "[1].a",
        "null.a",
        "{1: 2}",
        "['a', 1].join('')",
        "['a'].toSet().union(['a'])",
        "['a'].hasAll('a')",
        "{}.diff([])",
        "{}.get(1, 2)",
        "{'a': 1}.get(['a', 1], 2)",
        "{}.diff({}) == {}.diff({})",
        "timestamp.date(2026, 2, 30)",
        "timestamp.date(2026, 13, 1)",
        "timestamp.value(999999999999999999)",
        "duration.value(1, 'y')",
        "duration.value(1.5, 's')",
        "math.floor(1.0 / 0)",
        "math.ceil(0.0 / 0)",
        "math.sqrt(-1)",
        "math.pow(10, 1000)",
        "math.abs('1')",
        "latlng.value(91, 0)",
        "int('1.5')",
        "int('')",
        "int('99999999999999999999')",
        "int('9223372036854775808')",
        "int(1.0 / 0)",
        "int(true)",
        "int(null)",
        "float('x')",
        "float('nan')",
        "bool('yes')",
        "bool(1)",
        "string([1])",
        "string(math.pow(10, 300))",
        "path('a//b')",
        "/a/$('b/c')",
        "/a/$('')",
        "/a/$(1)",
        "unknown(1)",
        "math.unknown(1)",
        "unknown",
    ],
)
def test_it_has_no_value(expression: str) -> None:
    assert not has_value(expression)


def test_text_is_measured_in_utf_16() -> None:
    assert value_of("text.size()", text=FACE) == 2
    assert value_of("text.matches('.')", text=FACE) is True


@pytest.mark.parametrize("expression", ["text[0]", "text[0:1]"])
def test_text_beyond_the_basic_plane_is_not_cut(expression: str) -> None:
    assert not has_value(expression, text=f"a{FACE}")


@pytest.mark.parametrize("expression", ["text.matches('.')", "text.toUtf8()", "hashing.md5(text)"])
def test_text_that_is_not_unicode_has_no_bytes(expression: str) -> None:
    assert not has_value(expression, text="\ud800")


def test_a_path_in_a_path_is_spliced() -> None:
    assert value_of("/a/$(rest)/d == /a/b/c/d", rest=value_of("/b/c")) is True


def test_a_path_has_segments() -> None:
    assert value_of("/a/b[1]") == "b"
