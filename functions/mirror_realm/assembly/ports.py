"""The ports that the composition is given."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from mirror_realm.services.ports.accounts import People, Tokens
    from mirror_realm.services.ports.administration import AdministrationQueries
    from mirror_realm.services.ports.alerts import AlertSender
    from mirror_realm.services.ports.census import Census
    from mirror_realm.services.ports.erasure_records import ErasureRecords
    from mirror_realm.services.ports.exports import ExportFiles, OwnRecords
    from mirror_realm.services.ports.figures import Figures
    from mirror_realm.services.ports.person_files import PersonFiles
    from mirror_realm.services.ports.photos import Moderation, PhotoFiles, PhotoReader
    from mirror_realm.services.ports.pictures import PictureCodec, PictureFiles, PictureStore
    from mirror_realm.services.ports.providers import AnyProvider
    from mirror_realm.services.ports.push import PushSender
    from mirror_realm.services.ports.quality import QualityJudge, VisionJudge
    from mirror_realm.services.ports.queries import Queries
    from mirror_realm.services.ports.reels import ReelFiles, ReelMaker
    from mirror_realm.services.ports.runtime import Runtime
    from mirror_realm.services.ports.store import Database
    from mirror_realm.services.ports.tasks import Tasks


class Ports(Protocol):
    """The ports that the services need. An attribute may be built on first use."""

    @property
    def runtime(self) -> "Runtime": ...
    @property
    def database(self) -> "Database": ...
    @property
    def queries(self) -> "Queries": ...
    @property
    def figures(self) -> "Figures": ...
    @property
    def administration(self) -> "AdministrationQueries": ...
    @property
    def pictures(self) -> "PictureStore": ...
    @property
    def picture_files(self) -> "PictureFiles": ...
    @property
    def photos(self) -> "PhotoFiles": ...
    @property
    def person_files(self) -> "PersonFiles": ...
    @property
    def censuses(self) -> "Mapping[str, Census]": ...
    @property
    def people(self) -> "People": ...
    @property
    def tokens(self) -> "Tokens": ...
    def provider(self, name: str) -> "AnyProvider":
        """Return the provider of this name in the table of providers. Raises Misconfigured."""

    @property
    def codec(self) -> "PictureCodec": ...
    @property
    def judge(self) -> "QualityJudge": ...
    @property
    def vision(self) -> "VisionJudge | None": ...
    @property
    def reader(self) -> "PhotoReader": ...
    @property
    def moderation(self) -> "Moderation": ...
    @property
    def reels(self) -> "ReelFiles": ...
    @property
    def reel_maker(self) -> "ReelMaker": ...
    @property
    def tasks(self) -> "Tasks | None":
        """Return the queue of page tasks; None where there is none."""

    @property
    def push(self) -> "PushSender": ...
    @property
    def alerts(self) -> "AlertSender": ...
    @property
    def erasure_records(self) -> "ErasureRecords": ...
    @property
    def own_records(self) -> "OwnRecords": ...
    @property
    def export_files(self) -> "ExportFiles": ...
