"""Wish documents: they are admitted like calls and answered in place; duplicate and late events are harmless."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from mirror_realm import events
from mirror_realm.domain.avatar import RequestedBy
from mirror_realm.domain.wish import User, Wish
from mirror_realm.domain.wish_document import WishDocument, valid_id
from mirror_realm.errors import BeingErased, Contention, InvalidRequest, Refusal
from mirror_realm.services.admission.admission import Admission
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.problems import problem_of
from mirror_realm.services.ports.runtime import Runtime
from mirror_realm.services.store import Store, Transaction

ParseWish = Callable[[Any, User], Wish]
"""Validates the user's fields. Raises a Refusal."""


@dataclass(frozen=True, slots=True)
class Answering:
    store: Store
    admission: Admission
    runtime: Runtime

    def answer(self, user: User, request_id: str, parse: ParseWish) -> None:
        """Admit the wish of a document and write the answer into it; ignore an answered or deleted one.

        Raises Contention, after which the event is redelivered; every other refusal is the answer. The admission is
        idempotent, so a crash between it and the answer costs nothing.
        """
        document = self.store.read(documents.wish_document(user.uid, request_id))
        if document is None or document.answered:
            return
        now = self.runtime.now()
        try:
            if not valid_id(request_id, now):
                raise InvalidRequest({"id": "must be YYYYMMDD-NN, NN 00 to 19, within seven days"})
            wish = self._in_own_language(parse(document.wish, user))
            if wish.variations > 1:
                raise InvalidRequest(
                    {"variations": "must be 1 in a document: call generate_avatar for several"}
                )
            avatar = self.admission.admit(wish, RequestedBy.DOCUMENT).avatar
            answered = document.accept(avatar.avatar_id, str(avatar.status), now)
        except Contention:
            raise
        except BeingErased:
            return
        except Refusal as refusal:
            events.wish_refused(refusal.reason)
            answered = document.refuse(problem_of(refusal), now)
        self._write(user.uid, request_id, answered)

    def _in_own_language(self, wish: Wish) -> Wish:
        """Return the wish in the language of the user's preferences, which are read if it names none."""
        if wish.locale is not None:
            return wish
        preferences = self.store.read(documents.preferences(wish.user.uid))
        return wish if preferences is None else replace(wish, locale=preferences.locale)

    def _write(self, uid: str, request_id: str, answered: WishDocument) -> None:
        def work(transaction: Transaction) -> None:
            ref = documents.wish_document(uid, request_id)
            stored = transaction.read(ref)
            if stored is not None and not stored.answered:
                transaction.put(ref, answered)

        with suppress(BeingErased):
            self.store.transact_for(uid, work)
