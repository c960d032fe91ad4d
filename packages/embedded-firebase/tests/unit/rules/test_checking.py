"""What is refused before any request, loudly, with its place."""

import pytest

from embedded_firebase.rules import FIRESTORE, STORAGE, InvalidRules, Ruleset


def firestore(inside: str, above: str = "") -> Ruleset:
    return Ruleset(
        "rules_version = '2';\nservice cloud.firestore {\nmatch /databases/{database}/documents {\n"
        f"{above}\nmatch /things/{{id}} {{\n{inside}\n}}\n}}\n}}",
        FIRESTORE,
    )


def condition(expression: str) -> Ruleset:
    return firestore(f"allow get: if {expression};")


@pytest.mark.parametrize(
    "expression",
    [
        "request.auth.uid == id",
        "resource.data.get('a', 1) is int",
        "exists(/databases/$(database)/documents/a/$(id))",
        "get(/a/b).data.x == getAfter(/a/b).data.x && !existsAfter(/a/b)",
        "math.abs(-1) == 1 && duration.value(1, 'd') > duration.time(1, 0, 0, 0)",
        "id.matches('[a-z]+') && int('1') == 1 && debug(id) is string",
        "hashing.sha256(id).toBase64().size() > 1",
    ],
)
def test_what_is_known_is_taken(expression: str) -> None:
    condition(expression)


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("uid == id", "`uid` is not defined"),
        ("math == 1", "`math` is not defined"),
        ("isOwner(id)", "`isOwner` is not a function known here"),
        ("math.cos(1)", "`math.cos` is not a function known here"),
        ("hashing.crc32(id) == id", "not a function known here"),
        ("firestore.exists(/a/b)", "`firestore` is not defined"),
        ("id.startsWith('a')", "`startsWith` is not a function known here"),
        ("id.matches()", "`matches` takes 1 arguments, not 0"),
        ("exists(/a/b, /c/d)", "`exists` takes 1 arguments, not 2"),
        ("math.pow(2)", "`math.pow` takes 2 arguments, not 1"),
        ("id is text", "`text` is not a type known here"),
        ("id is null", "`null` is not a type known here"),
        ("id is constraint", "`constraint` is not a type known here"),
        ("id.matches('(')", "not a regular expression of RE2"),
        ("id.matches('(?=a)')", "not a regular expression of RE2"),
        ("id.split('[')[0] == id", "not a regular expression of RE2"),
    ],
)
def test_what_is_not_known_is_refused(expression: str, reason: str) -> None:
    with pytest.raises(InvalidRules, match=reason.replace("(", r"\(")):
        condition(expression)


def test_a_complaint_says_where() -> None:
    with pytest.raises(InvalidRules, match="line 6, column 15: `nobody` is not defined"):
        condition("nobody == 1")


def test_all_complaints_come_at_once() -> None:
    with pytest.raises(InvalidRules) as refused:
        condition("first && second")
    assert len(str(refused.value).splitlines()) == 2


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        ("function f(a) { return f(a); }", "`f` calls itself"),
        ("function f() { return g(); } function g() { return f(); }", "calls itself"),
        ("function f() { let a = h(); return a; } function h() { return 1 + f(); }", "calls itself"),
        ("function f() { return true; } function f() { return false; }", "declared 2 times"),
        ("function get(a) { return a; }", "a function of the language"),
        ("function f(request) { return true; }", "`request` already means something"),
        ("function f(a, a) { return a; }", "`a` already means something"),
        ("function f(a) { let a = 1; return a; }", "`a` already means something"),
        ("function f(math) { return math; }", "`math` already means something"),
        ("function f(a,b,c,d,e,g,h,i) { return a; }", "7 parameters"),
        ("function f() {" + "".join(f"let a{n} = {n};" for n in range(11)) + "return a1; }", "10 `let`"),
        ("function f() { let a = b; let b = 1; return a; }", "`b` is not defined"),
        ("function f() { return id; }", "`id` is not defined"),
    ],
)
def test_functions_are_checked(function: str, reason: str) -> None:
    with pytest.raises(InvalidRules, match=reason):
        firestore("allow get;", above=function)


def test_a_call_fits_the_function() -> None:
    with pytest.raises(InvalidRules, match="`f` takes 2 arguments, not 1"):
        firestore("allow get: if f(1);", above="function f(a, b) { return a == b; }")


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ("allow peek;", "`peek` is not a method"),
        ("match /x/{id} { allow get; }", "`id` already means something"),
        ("match /x/{resource} { allow get; }", "`resource` already means something"),
        ("match /x/{a=**}/y/{b=**} { allow get; }", "one recursive wildcard"),
    ],
)
def test_verbs_and_patterns_are_checked(inside: str, reason: str) -> None:
    with pytest.raises(InvalidRules, match=reason):
        firestore(inside)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("service cloud.firestore {}", "rules_version = '2'"),
        ("rules_version = '1'; service cloud.firestore {}", "rules_version = '2'"),
        ("rules_version = '2'; service firebase.storage {}", "expected one `service cloud.firestore`"),
        ("rules_version = '2';", "expected one `service cloud.firestore`"),
        ("rules_version = '2'; service cloud.firestore {} service cloud.firestore {}", "expected one"),
    ],
)
def test_a_file_is_for_one_service_in_version_2(source: str, reason: str) -> None:
    with pytest.raises(InvalidRules, match=reason):
        Ruleset(source, FIRESTORE)


def test_rules_of_storage_read_documents_under_a_name_of_their_own() -> None:
    source = "rules_version = '2'; service firebase.storage {{ match /b/{{b}}/o {{ allow get: if {}; }} }}"
    Ruleset(source.format("firestore.exists(/databases/(default)/documents/a/b)"), STORAGE)
    with pytest.raises(InvalidRules, match="`exists` is not a function"):
        Ruleset(source.format("exists(/databases/(default)/documents/a/b)"), STORAGE)
