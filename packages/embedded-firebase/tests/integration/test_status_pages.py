"""The status pages: everything the suite holds can be seen, and nothing on them can do harm."""

from urllib.parse import quote

import pytest
from google.cloud import firestore

from embedded_firebase import Suite
from embedded_firebase.storage.objects import Content
from integration.http_client import send


def page(suite: Suite, path: str = "") -> str:
    answer = send("GET", f"http://{suite.addresses['hosting']}/__/emulator{path}")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.body.decode()


def test_the_overview_answers_on_the_functions_port_too(suite: Suite) -> None:
    overview = page(suite)
    assert "thing_created" in overview
    assert suite.addresses["firestore"] in overview
    answer = send("GET", f"http://{suite.addresses['functions']}/")
    assert "things/{thing} created" in answer.body.decode()


def test_documents_can_be_walked(suite: Suite) -> None:
    client = firestore.Client(project=suite.project)
    client.document("users/ann/avatars/one").set({"status": "completed", "cost": 0.013, "tags": ["a", 1]})
    client.close()
    assert 'documents/users"' in page(suite, "/documents")
    assert "users/ann" in page(suite, "/documents/users")
    assert "There is no such document" in page(suite, "/documents/users/ann")
    assert "avatars/one" in page(suite, "/documents/users/ann/avatars")
    document = page(suite, "/documents/users/ann/avatars/one")
    assert "&#34;completed&#34;" in document
    assert "double" in document


def test_pictures_can_be_seen(suite: Suite) -> None:
    suite.objects.put("pictures", "people/a&b/1.jpg", Content(b"jpeg", "image/jpeg"))
    assert "people/" in page(suite, "/files?bucket=pictures")
    gallery = page(suite, "/files?bucket=pictures&prefix=people%2Fa%26b%2F")
    assert "name=people%2Fa%26b%2F1.jpg" in gallery
    url = f"http://{suite.addresses['hosting']}/__/emulator/file?bucket=pictures&name=people%2Fa%26b%2F1.jpg"
    assert send("GET", url).body == b"jpeg"


def test_a_document_shows_the_pictures_it_names(suite: Suite) -> None:
    suite.objects.put("demo-project.appspot.com", "shared/look/1024.jpg", Content(b"jpeg", "image/jpeg"))
    client = firestore.Client(project=suite.project)
    client.document("cache/look").set({"image_path": "shared/look/1024.jpg", "status": "ready"})
    client.close()
    assert '<img loading="lazy"' in page(suite, "/documents/cache/look")


def test_accounts_can_be_seen(suite: Suite) -> None:
    url = f"http://{suite.addresses['auth']}/identitytoolkit.googleapis.com/v1/accounts:signUp?key=any"
    person = send("POST", url, {}).json
    assert person["localId"] in page(suite, "/accounts")


def test_emails_that_were_not_sent_can_be_seen(suite: Suite) -> None:
    url = f"http://{suite.addresses['auth']}/identitytoolkit.googleapis.com/v1/accounts:sendOobCode?key=any"
    send("POST", url, {"requestType": "EMAIL_SIGNIN", "email": "ann@example.com"})
    accounts = page(suite, "/accounts")
    assert "ann@example.com" in accounts
    assert suite.codes.all(suite.project)[0].link.replace("&", "&amp;") in accounts


LONG = "a" * 10_000


@pytest.mark.parametrize(
    "path", ["..", "a/..", ".", LONG, "a/" * 5_000 + "a", "a//b", "__a__", "a%00", "é" * 1_000]
)
def test_what_is_no_path_of_a_document_is_refused(suite: Suite, path: str) -> None:
    answer = send("GET", f"http://{suite.addresses['hosting']}/__/emulator/documents/{quote(path, '/%')}")
    assert answer.status == 400


@pytest.mark.parametrize("path", [f"/{LONG}", f"/file?bucket=..&name={LONG}", "/.."])
def test_other_long_addresses_are_not_found(suite: Suite, path: str) -> None:
    assert send("GET", f"http://{suite.addresses['hosting']}/__/emulator{path}").status == 404


def test_markup_in_data_is_text(suite: Suite) -> None:
    client = firestore.Client(project=suite.project)
    client.document("users/ann").set({"<b>name</b>": "<script>alert(1)</script>"})
    client.close()
    document = page(suite, "/documents/users/ann")
    assert "<script>" not in document
    assert "<b>" not in document


def test_a_stored_page_does_not_run_in_this_origin(suite: Suite) -> None:
    suite.objects.put("pictures", "evil.html", Content(b"<script>alert(1)</script>", "text/html"))
    answer = send(
        "GET", f"http://{suite.addresses['hosting']}/__/emulator/file?bucket=pictures&name=evil.html"
    )
    assert answer.headers["content-security-policy"] == "sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/nothing", "/file?bucket=a&name=b"])
def test_other_addresses_are_not_found(suite: Suite, path: str) -> None:
    assert send("GET", f"http://{suite.addresses['hosting']}/__/emulator{path}").status == 404
