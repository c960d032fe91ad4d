"""The rules in force: listeners, batches, transactions and servers, through genuine clients."""

import pytest
from google.api_core.exceptions import PermissionDenied
from google.auth.credentials import AnonymousCredentials
from google.cloud import firestore as server_library
from google.cloud.firestore_v1.types import (
    DocumentTransform,
    StructuredAggregationQuery,
    StructuredQuery,
    Value,
    Write,
    firestore,
)

from tests.rules.acts import OWNER, SOMEBODY_ELSE, THE_OWNER, Actor
from tests.rules.clients import TIMEOUT, Client, wrapped
from tests.rules.documents import PROGRESS, SETTINGS
from tests.rules.engines import DATABASE, PROJECT, ROOT

OWN = f"{ROOT}/users/{OWNER}"


@pytest.fixture(autouse=True)
def avatar(firebase: Client) -> None:
    """There is one avatar of the owner's, and nothing else."""
    firebase.put([wrapped(f"{OWN}/avatars/one", {"status": "queued"})])


def write(name: str, data: dict[str, object]) -> Write:
    return Write(update=wrapped(name, data))


def listen(firebase: Client, actor: Actor, name: str) -> firestore.TargetChange:
    """Return what the service says once it has decided on a listener to one document."""
    target = firestore.Target(documents=firestore.Target.DocumentsTarget(documents=[name]), target_id=1)
    request = firestore.ListenRequest(database=DATABASE, add_target=target)
    # Google's emulator finds a stream's database by this, which the libraries send with every call.
    metadata = [*firebase.metadata(actor), ("google-cloud-resource-prefix", DATABASE)]
    responses = firebase.client.listen(iter([request]), metadata=metadata, timeout=TIMEOUT)
    decisive = (
        firestore.TargetChange.TargetChangeType.CURRENT,
        firestore.TargetChange.TargetChangeType.REMOVE,
    )
    return next(
        response.target_change
        for response in responses
        if "target_change" in response and response.target_change.target_change_type in decisive
    )


def test_the_owner_may_listen_to_an_avatar(firebase: Client) -> None:
    change = listen(firebase, THE_OWNER, f"{OWN}/avatars/one")
    assert change.target_change_type is firestore.TargetChange.TargetChangeType.CURRENT


def test_nobody_else_may_listen_to_it(firebase: Client) -> None:
    change = listen(firebase, SOMEBODY_ELSE, f"{OWN}/avatars/one")
    assert change.target_change_type is firestore.TargetChange.TargetChangeType.REMOVE
    assert change.cause.code == 7


def test_one_refused_write_refuses_the_whole_batch(firebase: Client) -> None:
    good = write(f"{OWN}/settings/current", dict(SETTINGS))
    with pytest.raises(PermissionDenied):
        firebase.commit(THE_OWNER, good, write(f"{OWN}/avatars/two", {"status": "completed"}))
    assert firebase.stored() == {f"users/{OWNER}/avatars/one"}


def test_several_allowed_writes_go_in_one_batch(firebase: Client) -> None:
    settings = write(f"{OWN}/settings/current", dict(SETTINGS))
    firebase.commit(THE_OWNER, settings, write(f"{OWN}/progress/current", dict(PROGRESS)))
    assert {f"users/{OWNER}/settings/current", f"users/{OWNER}/progress/current"} < firebase.stored()


def test_a_transform_is_judged_by_what_it_makes(firebase: Client) -> None:
    increment = write(f"{OWN}/progress/current", dict(PROGRESS))
    increment.update_transforms.append(
        DocumentTransform.FieldTransform(field_path="active_days", increment=Value(integer_value=36_500))
    )
    with pytest.raises(PermissionDenied):
        firebase.commit(THE_OWNER, increment)


def test_a_merge_is_judged_by_the_whole_document(firebase: Client) -> None:
    firebase.put([wrapped(f"{OWN}/progress/current", {**PROGRESS, "planted": "earlier"})])
    merge = write(f"{OWN}/progress/current", {"active_days": 31})
    merge.update_mask.field_paths.append("active_days")
    with pytest.raises(PermissionDenied):
        firebase.commit(THE_OWNER, merge)


def test_a_person_s_transaction_reads_and_writes_under_the_rules(firebase: Client) -> None:
    metadata = firebase.metadata(THE_OWNER)
    begun = firebase.client.begin_transaction(
        firestore.BeginTransactionRequest(database=DATABASE), metadata=metadata, timeout=TIMEOUT
    )
    foreign = firestore.BatchGetDocumentsRequest(
        database=DATABASE, documents=[f"{ROOT}/users/bob/avatars/one"], transaction=begun.transaction
    )
    with pytest.raises(PermissionDenied):
        list(firebase.client.batch_get_documents(foreign, metadata=metadata, timeout=TIMEOUT))
    settings = write(f"{OWN}/settings/current", dict(SETTINGS))
    firebase.commit(THE_OWNER, settings, transaction=begun.transaction)
    assert f"users/{OWNER}/settings/current" in firebase.stored()


def test_nobody_ends_an_erasure_of_their_own(firebase: Client) -> None:
    with pytest.raises(PermissionDenied):
        firebase.commit(THE_OWNER, Write(delete=f"{ROOT}/erasures/{OWNER}"))


def test_nobody_counts_what_they_may_not_list(firebase: Client) -> None:
    request = firestore.RunAggregationQueryRequest(parent=ROOT)
    structured = request.structured_aggregation_query.structured_query
    structured.from_ = [StructuredQuery.CollectionSelector(collection_id="users")]
    count = StructuredAggregationQuery.Aggregation(count={}, alias="people")
    request.structured_aggregation_query.aggregations = [count]
    with pytest.raises(PermissionDenied):
        list(
            firebase.client.run_aggregation_query(
                request, metadata=firebase.metadata(THE_OWNER), timeout=TIMEOUT
            )
        )


def test_the_server_is_not_judged(firebase: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", firebase.address)
    client = server_library.Client(project=PROJECT, credentials=AnonymousCredentials())
    try:
        client.document("ledger/one").set({"amount": 1})
        assert client.document(f"users/{OWNER}/avatars/one").get().get("status") == "queued"
        assert [found.id for found in client.collection_group("avatars").stream()] == ["one"]
    finally:
        client.document("ledger/one").delete()
        client.close()
