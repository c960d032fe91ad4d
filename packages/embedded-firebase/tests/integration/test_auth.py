"""Authentication, as apps call it over HTTP and as the server does through the Admin SDK."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import firebase_admin
import pytest
from firebase_admin import auth

from embedded_firebase import Suite
from integration.conftest import HERE
from integration.http_client import Answer, send


@pytest.fixture(scope="module")
def running_suite() -> Iterator[Suite]:
    with Suite(root=HERE, free_ports=True, functions=False) as suite:
        yield suite


@pytest.fixture
def admin(suite: Suite) -> Iterator[firebase_admin.App]:
    app = firebase_admin.initialize_app(options={"projectId": suite.project}, name="test")
    yield app
    firebase_admin.delete_app(app)


def call(suite: Suite, name: str, **body: object) -> Answer:
    url = f"http://{suite.addresses['auth']}/identitytoolkit.googleapis.com/v1/accounts:{name}?key=any"
    return send("POST", url, body)


def code_of(answer: Answer) -> str:
    assert answer.status == 400
    code: str = answer.json["error"]["message"]
    return code


def refresh(suite: Suite, token: str) -> Answer:
    url = f"http://{suite.addresses['auth']}/securetoken.googleapis.com/v1/token?key=any"
    body = f"grant_type=refresh_token&refresh_token={token}"
    return send("POST", url, body, {"Content-Type": "application/x-www-form-urlencoded"})


def claims_of(admin: firebase_admin.App, token: str) -> dict[str, Any]:
    verified: dict[str, Any] = auth.verify_id_token(token, app=admin)
    return verified


class TestAnonymousAccounts:
    def test_the_token_says_what_a_production_token_says(
        self, suite: Suite, admin: firebase_admin.App
    ) -> None:
        person = call(suite, "signUp").json
        claims = claims_of(admin, person["idToken"])
        assert claims["uid"] == claims["user_id"] == person["localId"]
        assert claims["iss"] == "https://securetoken.google.com/demo-project"
        assert claims["aud"] == "demo-project"
        assert claims["exp"] - claims["iat"] == 3600
        assert claims["auth_time"] == claims["iat"]
        assert claims["provider_id"] == "anonymous"
        assert claims["firebase"] == {"identities": {}, "sign_in_provider": "anonymous"}

    def test_each_one_is_somebody_else(self, suite: Suite) -> None:
        assert call(suite, "signUp").json["localId"] != call(suite, "signUp").json["localId"]

    def test_its_age_can_be_looked_up(self, suite: Suite, admin: firebase_admin.App) -> None:
        person = call(suite, "signUp").json
        (shown,) = call(suite, "lookup", idToken=person["idToken"]).json["users"]
        created = datetime.fromtimestamp(int(shown["createdAt"]) / 1000, UTC)
        assert datetime.now(UTC) - created < timedelta(seconds=10)
        record = auth.get_user(person["localId"], app=admin)
        assert str(record.user_metadata.creation_timestamp) == shown["createdAt"]
        assert record.provider_data == []

    def test_an_address_and_a_password_make_it_permanent(
        self, suite: Suite, admin: firebase_admin.App
    ) -> None:
        person = call(suite, "signUp").json
        linked = call(suite, "signUp", idToken=person["idToken"], email="Ann@Example.com", password="secret1")
        assert linked.json["localId"] == person["localId"]
        claims = claims_of(admin, linked.json["idToken"])
        assert claims["firebase"]["sign_in_provider"] == "password"
        assert claims["email"] == "ann@example.com"
        again = call(suite, "signInWithPassword", email="ann@example.com", password="secret1").json
        assert again["localId"] == person["localId"]

    def test_it_cannot_take_an_address_that_is_taken(self, suite: Suite) -> None:
        call(suite, "signUp", email="ann@example.com", password="secret1")
        person = call(suite, "signUp").json
        body = {"idToken": person["idToken"], "email": "ann@example.com", "password": "secret2"}
        assert code_of(call(suite, "update", **body)) == "EMAIL_EXISTS"


class TestPasswords:
    def test_signing_up_signs_in(self, suite: Suite, admin: firebase_admin.App) -> None:
        person = call(suite, "signUp", email="ann@example.com", password="secret1").json
        claims = claims_of(admin, person["idToken"])
        assert claims["email"] == "ann@example.com"
        assert claims["email_verified"] is False
        assert claims["firebase"]["identities"] == {"email": ["ann@example.com"]}

    def test_the_password_is_not_kept(self, suite: Suite) -> None:
        person = call(suite, "signUp", email="ann@example.com", password="open sesame").json
        account = suite.auth.accounts.find(suite.project, person["localId"])
        assert "open sesame" not in repr(account)

    def test_a_wrong_password_and_an_unknown_address_are_told_alike(self, suite: Suite) -> None:
        call(suite, "signUp", email="ann@example.com", password="secret1")
        wrong = call(suite, "signInWithPassword", email="ann@example.com", password="secret2")
        unknown = call(suite, "signInWithPassword", email="bob@example.com", password="secret1")
        assert code_of(wrong) == code_of(unknown) == "INVALID_LOGIN_CREDENTIALS"

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"email": "ann@example.com"}, "MISSING_PASSWORD"),
            ({"password": "secret1"}, "MISSING_EMAIL"),
            ({"email": "nonsense", "password": "secret1"}, "INVALID_EMAIL"),
            (
                {"email": "ann@example.com", "password": "short"},
                "WEAK_PASSWORD : Password should be at least 6 characters",
            ),
        ],
    )
    def test_what_cannot_be_is_refused(self, suite: Suite, body: dict[str, str], code: str) -> None:
        assert code_of(call(suite, "signUp", **body)) == code

    def test_an_address_belongs_to_one(self, suite: Suite) -> None:
        call(suite, "signUp", email="ann@example.com", password="secret1")
        assert code_of(call(suite, "signUp", email="ANN@example.com", password="secret2")) == "EMAIL_EXISTS"


class TestOwnAccount:
    def test_a_name_is_in_the_next_token(self, suite: Suite, admin: firebase_admin.App) -> None:
        person = call(suite, "signUp").json
        call(suite, "update", idToken=person["idToken"], displayName="Ann")
        fresh = refresh(suite, person["refreshToken"]).json
        assert claims_of(admin, fresh["id_token"])["name"] == "Ann"

    def test_a_refresh_keeps_the_sign_in(self, suite: Suite, admin: firebase_admin.App) -> None:
        person = call(suite, "signUp").json
        fresh = refresh(suite, person["refreshToken"]).json
        before, after = claims_of(admin, person["idToken"]), claims_of(admin, fresh["id_token"])
        assert after["auth_time"] == before["auth_time"]
        assert after["firebase"] == before["firebase"]
        assert fresh["user_id"] == person["localId"]
        assert fresh["expires_in"] == "3600"

    def test_nonsense_refreshes_nothing(self, suite: Suite) -> None:
        assert code_of(refresh(suite, "nonsense")) == "INVALID_REFRESH_TOKEN"

    def test_a_deleted_account_is_gone(self, suite: Suite, admin: firebase_admin.App) -> None:
        person = call(suite, "signUp").json
        assert call(suite, "delete", idToken=person["idToken"]).status == 200
        assert code_of(call(suite, "lookup", idToken=person["idToken"])) == "USER_NOT_FOUND"
        assert code_of(refresh(suite, person["refreshToken"])) == "USER_NOT_FOUND"
        with pytest.raises(auth.UserNotFoundError):
            auth.get_user(person["localId"], app=admin)

    @pytest.mark.parametrize("token", ["nonsense", "a.b.c", ""])
    def test_only_a_token_opens_an_account(self, suite: Suite, token: str) -> None:
        assert code_of(call(suite, "lookup", idToken=token)) in ("INVALID_ID_TOKEN", "MISSING_ID_TOKEN")

    def test_persons_cannot_give_themselves_claims(self, suite: Suite, admin: firebase_admin.App) -> None:
        person = call(suite, "signUp").json
        call(
            suite, "update", idToken=person["idToken"], customAttributes='{"admin": true}', emailVerified=True
        )
        fresh = refresh(suite, person["refreshToken"]).json
        assert "admin" not in claims_of(admin, fresh["id_token"])

    def test_persons_cannot_make_the_servers_calls(self, suite: Suite) -> None:
        person = call(suite, "signUp").json
        url = f"http://{suite.addresses['auth']}/identitytoolkit.googleapis.com/v1/projects/demo-project/accounts"
        headers = {"Authorization": f"Bearer {person['idToken']}"}
        assert send("POST", f"{url}:delete", {"localId": person["localId"]}, headers).status == 403
        assert send("GET", f"{url}:batchGet").status == 403


class TestAdminSdk:
    def test_an_account_is_created_found_changed_and_deleted(
        self, suite: Suite, admin: firebase_admin.App
    ) -> None:
        created = auth.create_user(
            uid="ann", email="ann@example.com", password="secret1", display_name="Ann", app=admin
        )
        assert created.uid == "ann"
        assert auth.get_user_by_email("ann@example.com", app=admin).display_name == "Ann"
        auth.update_user("ann", email_verified=True, display_name=auth.DELETE_ATTRIBUTE, app=admin)
        changed = auth.get_user("ann", app=admin)
        assert changed.email_verified
        assert changed.display_name is None
        assert [provider.provider_id for provider in changed.provider_data] == ["password"]
        auth.delete_user("ann", app=admin)
        with pytest.raises(auth.UserNotFoundError):
            auth.delete_user("ann", app=admin)

    def test_what_is_taken_is_said_in_the_sdks_errors(self, suite: Suite, admin: firebase_admin.App) -> None:
        auth.create_user(uid="ann", email="ann@example.com", app=admin)
        with pytest.raises(auth.UidAlreadyExistsError):
            auth.create_user(uid="ann", app=admin)
        with pytest.raises(auth.EmailAlreadyExistsError):
            auth.create_user(email="ann@example.com", app=admin)

    def test_custom_claims_are_in_the_next_token(self, suite: Suite, admin: firebase_admin.App) -> None:
        person = call(suite, "signUp").json
        auth.set_custom_user_claims(person["localId"], {"tester": True}, app=admin)
        assert auth.get_user(person["localId"], app=admin).custom_claims == {"tester": True}
        fresh = refresh(suite, person["refreshToken"]).json
        assert claims_of(admin, fresh["id_token"])["tester"] is True

    def test_a_custom_token_signs_in(self, suite: Suite, admin: firebase_admin.App) -> None:
        token = auth.create_custom_token("bob", {"level": 3}, app=admin).decode()
        signed_in = call(suite, "signInWithCustomToken", token=token, returnSecureToken=True).json
        claims = claims_of(admin, signed_in["idToken"])
        assert (claims["uid"], claims["level"]) == ("bob", 3)
        assert claims["firebase"]["sign_in_provider"] == "custom"

    def test_all_accounts_are_listed_in_pages(self, suite: Suite, admin: firebase_admin.App) -> None:
        uids = {auth.create_user(app=admin).uid for _ in range(5)}
        page = auth.list_users(max_results=2, app=admin)
        assert len(page.users) == 2
        assert {user.uid for user in page.iterate_all()} == uids

    def test_a_disabled_account_cannot_sign_in(self, suite: Suite, admin: firebase_admin.App) -> None:
        person = call(suite, "signUp", email="ann@example.com", password="secret1").json
        auth.update_user(person["localId"], disabled=True, app=admin)
        signed_in = call(suite, "signInWithPassword", email="ann@example.com", password="secret1")
        assert code_of(signed_in) == "USER_DISABLED"
        assert code_of(refresh(suite, person["refreshToken"])) == "USER_DISABLED"
        with pytest.raises(auth.UserDisabledError):
            auth.verify_id_token(person["idToken"], check_revoked=True, app=admin)

    def test_revoked_tokens_are_known(self, suite: Suite, admin: firebase_admin.App) -> None:
        person = call(suite, "signUp").json
        later = int(datetime.now(UTC).timestamp()) + 5
        auth.update_user(person["localId"], valid_since=later, app=admin)
        with pytest.raises(auth.RevokedIdTokenError):
            auth.verify_id_token(person["idToken"], check_revoked=True, app=admin)
        assert code_of(refresh(suite, person["refreshToken"])) == "TOKEN_EXPIRED"

    def test_a_token_counts_again_once_its_account_is_enabled(
        self, suite: Suite, admin: firebase_admin.App
    ) -> None:
        person = call(suite, "signUp").json
        for disabled in (True, False):
            auth.update_user(person["localId"], disabled=disabled, app=admin)
        claims = auth.verify_id_token(person["idToken"], check_revoked=True, app=admin)
        assert claims["uid"] == person["localId"]

    def test_a_sign_in_after_a_revocation_counts(self, suite: Suite, admin: firebase_admin.App) -> None:
        person = call(suite, "signUp", email="ann@example.com", password="secret1").json
        auth.revoke_refresh_tokens(person["localId"], app=admin)
        again = call(suite, "signInWithPassword", email="ann@example.com", password="secret1").json
        claims = auth.verify_id_token(again["idToken"], check_revoked=True, app=admin)
        assert claims["uid"] == person["localId"]
        assert refresh(suite, again["refreshToken"]).status == 200

    def test_a_check_for_revocation_misses_an_account_that_is_gone(
        self, suite: Suite, admin: firebase_admin.App
    ) -> None:
        person = call(suite, "signUp").json
        auth.delete_user(person["localId"], app=admin)
        with pytest.raises(auth.UserNotFoundError):
            auth.verify_id_token(person["idToken"], check_revoked=True, app=admin)

    def test_many_are_deleted_at_once(self, suite: Suite, admin: firebase_admin.App) -> None:
        uids = [auth.create_user(app=admin).uid for _ in range(3)]
        result = auth.delete_users(uids, app=admin)
        assert (result.success_count, result.failure_count) == (3, 0)

    def test_another_projects_token_is_refused(self, suite: Suite) -> None:
        person = call(suite, "signUp").json
        other = firebase_admin.initialize_app(options={"projectId": "demo-other"}, name="other")
        with pytest.raises(auth.InvalidIdTokenError, match="aud"):
            auth.verify_id_token(person["idToken"], app=other)
        firebase_admin.delete_app(other)


def test_the_reset_of_firebase_tools_deletes_all_accounts(suite: Suite, admin: firebase_admin.App) -> None:
    call(suite, "signUp")
    assert (
        send("DELETE", f"http://{suite.addresses['auth']}/emulator/v1/projects/demo-project/accounts").status
        == 200
    )
    assert auth.list_users(app=admin).users == []


def test_what_is_not_offered_says_so(suite: Suite) -> None:
    answer = call(suite, "signInWithPhoneNumber")
    assert answer.status == 501
    assert "signInWithPhoneNumber" in answer.json["error"]["message"]
