"""An anonymous account that is given a sign-in method keeps its uid and everything with it; only its share differs."""

from tests.integration.app import days, post, uid_of
from tests.integration.whole_firebase import WholeFirebase, whole_firebase


def link(firebase: WholeFirebase, token: str, email: str) -> str:
    """Return what the app does when an anonymous person chooses a password; the new token."""
    url = (
        f"http://{firebase.suite.addresses['auth']}/identitytoolkit.googleapis.com/v1/accounts:signUp?key=any"
    )
    body = {"idToken": token, "email": email, "password": "correct horse", "returnSecureToken": True}
    return str(post(url, body)["idToken"])


def made(firebase: WholeFirebase, token: str, **wish: object) -> dict[str, object]:
    return dict(firebase.app.generate(token, **days(40), **wish, wait_seconds=30)["result"])


def test_a_linked_account_keeps_its_avatars_and_leaves_the_anonymous_share() -> None:
    with whole_firebase(GLOBAL_DAILY_LIMIT="6", ANONYMOUS_DAILY_SHARE="0.5") as firebase:
        _link_at_the_limit(firebase)


def _link_at_the_limit(firebase: WholeFirebase) -> None:
    token = firebase.app.sign_in()
    avatars = [made(firebase, token, variation=n)["avatar_id"] for n in range(2)]
    made(firebase, firebase.app.sign_in(), variation=2)
    other = {**days(40), "variation": 3, "allow_fallback": False}
    refused = firebase.app.generate(token, **other)["error"]["details"]
    assert (refused["reason"], refused["limit"]) == ("global_daily_limit", 3)

    linked = link(firebase, token, "ada@example.com")
    assert (uid_of(linked), linked) == (uid_of(token), linked)
    assert linked != token
    listed = firebase.app.call("list_avatars", linked)["result"]["avatars"]
    assert {avatar["avatar_id"] for avatar in listed} == set(avatars)
    assert firebase.app.generate(linked, **other)["result"]["status"] == "queued"
    again = firebase.app.generate(linked, **days(40), variation=0)["result"]
    assert (again["avatar_id"], again["cached"]) == (avatars[0], True)
    firebase.settle()
