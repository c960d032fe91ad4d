"""The Census port on Cloud Firestore: the uids with a document, or with documents below a missing one."""

from typing import TYPE_CHECKING

from google.api_core.exceptions import InvalidArgument

from mirror_realm.services.ports.census import CensusPage

if TYPE_CHECKING:
    from google.cloud.firestore import Client


class FirestoreCensus:
    """A census by listing documents, because queries do not find missing ones.

    A listing continues only from its own page tokens. The client hides these, so its internal call is used here (hence
    the pinned version).
    """

    def __init__(self, client: "Client") -> None:
        self._client = client

    def page(self, after: str, most: int) -> CensusPage:
        try:
            return self._page(after, most)
        except InvalidArgument:
            if not after:
                raise
            return self._page("", most)  # the token has expired

    def _page(self, after: str, most: int) -> CensusPage:
        request, _ = self._client.collection("users")._prep_list_documents(page_size=most)
        listed = self._client._firestore_api.list_documents(
            request={**request, "page_token": after}, metadata=self._client._rpc_metadata
        )
        page = next(iter(listed.pages))
        return CensusPage(
            [document.name.rpartition("/")[2] for document in page.documents], page.next_page_token
        )
