"""Auth through the Admin SDK and firebase-tools' addresses: links, codes, import, identities, session cookies."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import firebase_admin
import pytest
from firebase_admin import auth

from embedded_firebase import Suite
from embedded_firebase.state import import_state
from integration.conftest import HERE
from integration.http_client import Answer, send

OWNER = {"Authorization": "Bearer owner"}
EMAIL = "ann@example.com"


@pytest.fixture(scope="module")
def running_suite() -> Iterator[Suite]:
    with Suite(root=HERE, free_ports=True, functions=False) as suite:
        yield suite


@pytest.fixture
def admin(suite: Suite) -> Iterator[firebase_admin.App]:
    app = firebase_admin.initialize_app(options={"projectId": suite.project}, name="servers")
    yield app
    firebase_admin.delete_app(app)


@pytest.fixture
def ann(admin: firebase_admin.App) -> auth.UserRecord:
    return auth.create_user(email=EMAIL, password="secret1", app=admin)


def call(suite: Suite, name: str, **body: object) -> Answer:
    url = f"http://{suite.addresses['auth']}/identitytoolkit.googleapis.com/v1/accounts:{name}?key=any"
    return send("POST", url, body)


def code_in(link: str) -> str:
    return parse_qs(urlsplit(link).query)["oobCode"][0]


def codes(suite: Suite) -> list[dict[str, Any]]:
    url = f"http://{suite.addresses['auth']}/emulator/v1/projects/{suite.project}/oobCodes"
    listed: list[dict[str, Any]] = send("GET", url).json["oobCodes"]
    return listed


def said(answer: Answer) -> str:
    message: str = answer.json["error"]["message"]
    return message


class TestLinks:
    def test_a_server_gets_the_link_itself(
        self, suite: Suite, admin: firebase_admin.App, ann: auth.UserRecord
    ) -> None:
        link = auth.generate_password_reset_link(EMAIL, app=admin)
        assert [(one["requestType"], one["oobLink"]) for one in codes(suite)] == [("PASSWORD_RESET", link)]
        asked = call(suite, "resetPassword", oobCode=code_in(link)).json
        assert (asked["requestType"], asked["email"]) == ("PASSWORD_RESET", EMAIL)
        assert call(suite, "resetPassword", oobCode=code_in(link), newPassword="secret2").status == 200
        assert call(suite, "signInWithPassword", email=EMAIL, password="secret2").status == 200
        assert codes(suite) == []

    def test_the_page_of_a_link_does_what_it_is_for(
        self, suite: Suite, admin: firebase_admin.App, ann: auth.UserRecord
    ) -> None:
        link = auth.generate_email_verification_link(EMAIL, app=admin)
        assert send("GET", link).json["authEmulator"]["email"] == EMAIL
        assert auth.get_user(ann.uid, app=admin).email_verified
        assert send("GET", link).status == 400

    def test_the_page_takes_a_new_password(
        self, suite: Suite, admin: firebase_admin.App, ann: auth.UserRecord
    ) -> None:
        link = auth.generate_password_reset_link(EMAIL, app=admin)
        for refused in ("", "&newPassword=NEW_PASSWORD_HERE", "&newPassword=short"):
            assert send("GET", link + refused).status == 400
        assert send("GET", f"{link}&newPassword=secret2").status == 200
        assert call(suite, "signInWithPassword", email=EMAIL, password="secret2").status == 200

    def test_the_page_leads_back_to_the_app(
        self, suite: Suite, admin: firebase_admin.App, ann: auth.UserRecord
    ) -> None:
        settings = auth.ActionCodeSettings("http://localhost/finish?a=1")
        verified = send("GET", auth.generate_email_verification_link(EMAIL, settings, app=admin))
        assert (verified.status, verified.headers["location"]) == (303, "http://localhost/finish?a=1")
        signing_in = send("GET", auth.generate_sign_in_with_email_link(EMAIL, settings, app=admin))
        query = parse_qs(urlsplit(signing_in.headers["location"]).query)
        assert (signing_in.status, query["a"], query["mode"]) == (303, ["1"], ["signIn"])

    @pytest.mark.parametrize(
        "query", ["", "apiKey=k", "apiKey=k&oobCode=c", "apiKey=k&oobCode=c&mode=signIn"]
    )
    def test_the_page_refuses_what_is_no_link(self, suite: Suite, query: str) -> None:
        answer = send("GET", f"http://{suite.addresses['auth']}/emulator/action?{query}")
        assert answer.status == 400
        assert answer.json["authEmulator"]["error"]

    def test_only_a_server_gets_a_link(self, suite: Suite, ann: auth.UserRecord) -> None:
        asked = {"requestType": "PASSWORD_RESET", "email": EMAIL}
        assert said(call(suite, "sendOobCode", **asked, returnOobLink=True)) == "INSUFFICIENT_PERMISSION"
        sent = call(suite, "sendOobCode", **asked).json
        assert "oobLink" not in sent
        assert codes(suite)[0]["oobCode"] not in str(sent)

    def test_an_unknown_address_is_not_told_apart(self, suite: Suite) -> None:
        sent = call(suite, "sendOobCode", requestType="PASSWORD_RESET", email=EMAIL)
        assert (sent.status, codes(suite)) == (200, [])

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({}, "MISSING_REQ_TYPE"),
            ({"requestType": "EMAIL_SIGNIN"}, "MISSING_EMAIL"),
            ({"requestType": "VERIFY_EMAIL"}, "MISSING_ID_TOKEN"),
            ({"requestType": "EMAIL_SIGNIN", "email": "no"}, "INVALID_EMAIL"),
            (
                {"requestType": "EMAIL_SIGNIN", "email": EMAIL, "continueUrl": "/x"},
                "INVALID_CONTINUE_URI : The URL must have a scheme and a host.",
            ),
        ],
    )
    def test_a_malformed_request_is_refused(self, suite: Suite, body: dict[str, str], code: str) -> None:
        assert said(call(suite, "sendOobCode", **body)) == code

    def test_a_code_does_only_what_it_was_made_for(
        self, suite: Suite, admin: firebase_admin.App, ann: auth.UserRecord
    ) -> None:
        code = code_in(auth.generate_email_verification_link(EMAIL, app=admin))
        for name, body in (
            ("resetPassword", {"newPassword": "secret2"}),
            ("signInWithEmailLink", {"email": EMAIL}),
        ):
            assert said(call(suite, name, oobCode=code, **body)) == "INVALID_OOB_CODE"
        assert call(suite, "update", oobCode=code).json["emailVerified"] is True

    def test_an_account_that_is_disabled_gets_in_by_no_link(
        self, suite: Suite, admin: firebase_admin.App, ann: auth.UserRecord
    ) -> None:
        auth.update_user(ann.uid, disabled=True, app=admin)
        code = code_in(auth.generate_sign_in_with_email_link(EMAIL, None, app=admin))
        assert said(call(suite, "signInWithEmailLink", oobCode=code, email=EMAIL)) == "USER_DISABLED"


class TestImport:
    def test_accounts_come_as_they_were(self, suite: Suite, admin: firebase_admin.App) -> None:
        google = auth.UserProvider("g1", "google.com", email=EMAIL)
        record = auth.ImportUserRecord(
            "u1", email=EMAIL, email_verified=True, custom_claims={"a": 1}, provider_data=[google]
        )
        result = auth.import_users([record, auth.ImportUserRecord("u2", email=EMAIL)], app=admin)
        assert (result.success_count, [error.index for error in result.errors]) == (1, [1])
        found = auth.get_users([auth.ProviderIdentifier("google.com", "g1")], app=admin).users[0]
        assert (found.uid, found.email_verified, found.custom_claims) == ("u1", True, {"a": 1})
        assert found.user_metadata.last_sign_in_timestamp is None

    def test_a_hash_of_another_system_opens_nothing(self, suite: Suite, admin: firebase_admin.App) -> None:
        record = auth.ImportUserRecord("u1", email=EMAIL, password_hash=b"secret1")
        auth.import_users([record], hash_alg=auth.UserImportHash.sha256(rounds=1), app=admin)
        answer = call(suite, "signInWithPassword", email=EMAIL, password="secret1")
        assert said(answer) == "INVALID_LOGIN_CREDENTIALS"
        assert auth.list_users(app=admin).users[0].password_hash

    def test_a_hash_of_firebase_tools_is_the_password_in_it(self, suite: Suite) -> None:
        user = {"localId": "u1", "email": EMAIL, "passwordHash": "fakeHash:salt=s:password=secret1"}
        url = f"http://{suite.addresses['auth']}/identitytoolkit.googleapis.com/v1/projects/{suite.project}"
        assert send("POST", f"{url}/accounts:batchCreate", {"users": [user]}, OWNER).json["error"] == []
        assert call(suite, "signInWithPassword", email=EMAIL, password="secret1").status == 200

    def test_what_is_wrong_with_an_account_is_said(self, suite: Suite) -> None:
        users = [
            {"localId": "u1", "customAttributes": '{"sub": "u2"}'},
            {"localId": "u2", "phoneNumber": "12"},
            {"localId": "u3", "providerUserInfo": [{"providerId": "google.com"}]},
            {"localId": "u4", "createdAt": "yesterday"},
        ]
        url = f"http://{suite.addresses['auth']}/identitytoolkit.googleapis.com/v1/projects/{suite.project}"
        answer = send("POST", f"{url}/accounts:batchCreate", {"users": users}, OWNER).json
        assert [(error["index"], error["message"]) for error in answer["error"]] == [
            (0, "Custom claims provided include a reserved claim."),
            (1, "phone number format is invalid"),
            (2, "federatedId or (providerId & rawId) is required"),
        ]
        for malformed in ("u1", ["u1"]):
            refused = send("POST", f"{url}/accounts:batchCreate", {"users": malformed}, OWNER)
            assert refused.status == 400

    def test_users_cannot_import(self, suite: Suite) -> None:
        assert call(suite, "batchCreate", users=[{"localId": "u1"}]).status == 501


def test_an_identity_is_unlinked_by_the_server(admin: firebase_admin.App) -> None:
    google = auth.UserProvider("g1", "google.com", email=EMAIL)
    linked = auth.import_users([auth.ImportUserRecord("u2", provider_data=[google])], app=admin)
    assert linked.success_count == 1
    auth.update_user("u2", providers_to_delete=["google.com"], app=admin)
    assert auth.get_user("u2", app=admin).provider_data == []


def test_an_account_of_the_server_has_not_signed_in_until_it_does(
    suite: Suite, admin: firebase_admin.App, ann: auth.UserRecord
) -> None:
    assert ann.user_metadata.last_sign_in_timestamp is None
    assert ann.user_metadata.last_refresh_timestamp is None
    call(suite, "signInWithPassword", email=EMAIL, password="secret1")
    metadata = auth.get_user(ann.uid, app=admin).user_metadata
    assert metadata.last_sign_in_timestamp
    assert metadata.last_refresh_timestamp


def test_a_session_cookie_stands_for_the_sign_in(suite: Suite, admin: firebase_admin.App) -> None:
    person = call(suite, "signUp").json
    cookie = auth.create_session_cookie(person["idToken"], timedelta(days=1), app=admin)
    claims = auth.verify_session_cookie(cookie, app=admin)
    assert (claims["uid"], claims["exp"] - claims["iat"]) == (person["localId"], 86400)
    assert auth.verify_id_token(person["idToken"], app=admin)["uid"] == person["localId"]
    url = f"http://{suite.addresses['auth']}/identitytoolkit.googleapis.com/v1/projects/{suite.project}"
    for seconds in ("299", "1209601", "long", "-300"):
        body = {"idToken": person["idToken"], "validDuration": seconds}
        assert said(send("POST", f"{url}:createSessionCookie", body, OWNER)) == "INVALID_DURATION"
    # A cookie is no ID token: it opens no account.
    assert said(call(suite, "lookup", idToken=cookie)) == "INVALID_ID_TOKEN"


def test_accounts_are_counted_and_listed(suite: Suite, ann: auth.UserRecord) -> None:
    base = f"http://{suite.addresses['auth']}/identitytoolkit.googleapis.com/v1/projects/{suite.project}"
    listed = send("POST", f"{base}/accounts:query", {}, OWNER).json
    assert (listed["recordsCount"], [one["localId"] for one in listed["userInfo"]]) == ("1", [ann.uid])
    assert send("POST", f"{base}/accounts:query", {"returnUserInfo": False}, OWNER).json == {
        "recordsCount": "1"
    }
    assert send("POST", f"{base}/accounts:query", {"limit": "1"}, OWNER).status == 501


def test_the_older_names_of_calls_are_answered(suite: Suite, ann: auth.UserRecord) -> None:
    base = f"http://{suite.addresses['auth']}/www.googleapis.com/identitytoolkit/v3/relyingparty"
    signed_in = send("POST", f"{base}/verifyPassword?key=any", {"email": EMAIL, "password": "secret1"})
    assert signed_in.json["localId"] == ann.uid
    assert send("POST", f"{base}/uploadAccount?key=any", {}).status == 501


@pytest.mark.parametrize(
    ("post_body", "code"),
    [
        ("id_token=%7B%22sub%22%3A%221%22%7D", "INVALID_CREDENTIAL_OR_PROVIDER_ID"),
        ("providerId=google.com&id_token=nonsense", "INVALID_IDP_RESPONSE"),
        ("providerId=google.com&id_token=%7B%22sub%22%3A1%7D", "INVALID_IDP_RESPONSE"),
        ("providerId=google.com&id_token=%7Bx", "INVALID_IDP_RESPONSE"),
        ("providerId=google.com&access_token=abc", "NOT_IMPLEMENTED"),
    ],
)
def test_a_credential_that_says_nothing_is_refused(suite: Suite, post_body: str, code: str) -> None:
    answer = call(suite, "signInWithIdp", requestUri="http://localhost", postBody=post_body)
    assert said(answer).partition(" ")[0] == code


def test_identities_survive_an_export(suite: Suite, tmp_path: Path) -> None:
    body = "providerId=google.com&id_token=%7B%22sub%22%3A%22g1%22%7D"
    person = call(suite, "signInWithIdp", requestUri="http://localhost", postBody=body).json
    suite.export(tmp_path / "export")
    account = suite.accounts.find(suite.project, person["localId"])
    suite.clear()
    import_state(tmp_path / "export", suite.project, suite.firestore, suite.objects, suite.accounts)
    assert suite.accounts.find_by_identity(suite.project, "google.com", "g1") == account
