"""The services of `exports`."""

from typing import TYPE_CHECKING

from mirror_realm.assembly.core import Core
from mirror_realm.once import once

if TYPE_CHECKING:
    from mirror_realm.services.exports.contents import Contents
    from mirror_realm.services.exports.export_pages import ExportPages
    from mirror_realm.services.exports.exports import Exports


class ExportParts(Core):
    @once
    def exports(self) -> "Exports":
        from mirror_realm.services.exports.exports import Exports

        ports = self.ports
        return Exports(self.store, ports.export_files, ports.picture_files, self.enqueuing, self.runtime)

    @once
    def export_contents(self) -> "Contents":
        from mirror_realm.services.exports.contents import Contents

        ports = self.ports
        return Contents(self.store, ports.own_records, ports.pictures, ports.photos, self.naming)

    @once
    def export_pages(self) -> "ExportPages":
        from mirror_realm.services.exports.export_pages import ExportPages

        ports = self.ports
        return ExportPages(
            store=self.store,
            queries=ports.queries,
            exports=self.exports,
            contents=self.export_contents,
            zips=ports.export_files,
            person_files=ports.person_files,
            enqueuing=self.enqueuing,
            runtime=self.runtime,
        )
