"""Whoever has a uid has documents under it: what cannot name a document is no uid."""

import pytest

from mirror_realm.domain.uids import is_uid


@pytest.mark.parametrize("uid", ["a", "Zx3" * 9, "ada@example.com", "..a", "__a", "é\n", "x" * 128])
def test_what_can_name_documents_is_a_uid(uid: str) -> None:
    assert is_uid(uid)


@pytest.mark.parametrize("uid", ["", ".", "..", "a/b", "/", "__a__", "__\n__", "\ud800", "x" * 129])
def test_what_cannot_is_none(uid: str) -> None:
    assert not is_uid(uid)
