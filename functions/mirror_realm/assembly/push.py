"""The services of `push`."""

from typing import TYPE_CHECKING

from mirror_realm.assembly.core import Core
from mirror_realm.once import once

if TYPE_CHECKING:
    from mirror_realm.services.push.devices import Devices
    from mirror_realm.services.push.pushes import Pushes


class PushParts(Core):
    @once
    def devices(self) -> "Devices":
        from mirror_realm.services.push.devices import Devices

        return Devices(self.store, self.runtime)

    @once
    def pushes(self) -> "Pushes":
        from mirror_realm.services.push.pushes import Pushes

        sends, ports = self.settings.sends_pushes, self.ports
        return Pushes(self.devices, ports.queries, lambda: ports.push, sends, self.runtime)
