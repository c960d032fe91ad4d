"""The services of `sharing`: public addresses of pictures."""

from typing import TYPE_CHECKING

from mirror_realm.assembly.core import Core
from mirror_realm.once import once

if TYPE_CHECKING:
    from mirror_realm.services.sharing.sharing import Sharing
    from mirror_realm.services.sharing.standing import Standing
    from mirror_realm.services.sharing.views import Viewing


class SharingParts(Core):
    @once
    def standing(self) -> "Standing":
        from mirror_realm.services.sharing.standing import Standing

        return Standing(self.store, self.policy, self.runtime)

    @once
    def sharing(self) -> "Sharing":
        from mirror_realm.services.sharing.sharing import Sharing

        return Sharing(self.store, self.ports.queries, self.standing, self.policy, self.runtime)

    @once
    def viewing(self) -> "Viewing":
        from mirror_realm.services.sharing.views import Viewing

        return Viewing(self.ports.queries, self.standing, self.ports.pictures)
