"""The services of `projects` and `uses`."""

from typing import TYPE_CHECKING

from mirror_realm.assembly.photos import PhotoParts
from mirror_realm.once import once

if TYPE_CHECKING:
    from mirror_realm.services.photos.delete_project import Ending
    from mirror_realm.services.projects.projects import Projects
    from mirror_realm.services.uses.uses import Uses


class AlbumParts(PhotoParts):
    @once
    def projects(self) -> "Projects":
        from mirror_realm.services.projects.projects import Projects

        return Projects(self.store, self.ports.queries, self.runtime)

    @once
    def ending(self) -> "Ending":
        """Return what ends projects."""
        from mirror_realm.services.photos.delete_project import Ending

        return Ending(self.store, self.ports.queries, self.deleting, self.runtime)

    @once
    def uses(self) -> "Uses":
        from mirror_realm.services.uses.uses import Uses

        return Uses(self.store, self.ports.queries, self.runtime)
