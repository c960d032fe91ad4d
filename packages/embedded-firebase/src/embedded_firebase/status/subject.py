"""The part of a running suite that the status pages show."""

from collections.abc import Mapping
from typing import Protocol

from embedded_firebase.auth.accounts import AccountStore
from embedded_firebase.auth.oob_codes import OobCodes
from embedded_firebase.functions import Delivery, DeliverySummary
from embedded_firebase.functions.hosted import HostedFunction
from embedded_firebase.storage import ObjectStore
from embedded_firebase.tasks import TaskQueues


class Subject(Protocol):
    """A running suite, as far as the pages need it; see `Suite` for the meaning of each member."""

    @property
    def project(self) -> str: ...

    @property
    def addresses(self) -> Mapping[str, str]: ...

    @property
    def functions(self) -> Mapping[str, HostedFunction]: ...

    @property
    def objects(self) -> ObjectStore: ...

    @property
    def accounts(self) -> AccountStore: ...

    @property
    def codes(self) -> OobCodes: ...

    @property
    def tasks(self) -> TaskQueues: ...

    def ready_line(self) -> Mapping[str, object]: ...

    def deliveries(self) -> DeliverySummary: ...

    def finished_deliveries(self) -> list[Delivery]: ...
