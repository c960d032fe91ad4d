"""The services of `rendering`: lease, worker, settling, followers."""

from typing import TYPE_CHECKING

from mirror_realm.assembly.allowance import AllowanceParts
from mirror_realm.assembly.pace import PaceParts
from mirror_realm.assembly.push import PushParts
from mirror_realm.once import once

if TYPE_CHECKING:
    from mirror_realm.services.rendering.booking import Booking
    from mirror_realm.services.rendering.breakers import Breakers
    from mirror_realm.services.rendering.cancel import Cancelling
    from mirror_realm.services.rendering.completion import Completion
    from mirror_realm.services.rendering.follower_pages import FollowerPages
    from mirror_realm.services.rendering.followers import Followers
    from mirror_realm.services.rendering.lease import Leasing
    from mirror_realm.services.rendering.paid_pictures import PaidPictures
    from mirror_realm.services.rendering.predictions import Predictions
    from mirror_realm.services.rendering.release_photos import Releasing
    from mirror_realm.services.rendering.worker import Rendering


class RenderingParts(AllowanceParts, PaceParts, PushParts):
    @once
    def leasing(self) -> "Leasing":
        from mirror_realm.services.rendering.lease import Leasing

        return Leasing(self.store, self.booking, self.split_days, self.pacing, self.policy, self.runtime)

    @once
    def booking(self) -> "Booking":
        from mirror_realm.services.rendering.booking import Booking

        return Booking(self.store, self.policy, self.runtime)

    @once
    def completion(self) -> "Completion":
        from mirror_realm.services.rendering.completion import Completion

        return Completion(self.ladder, self.policy, self.pushes)

    @once
    def followers(self) -> "Followers":
        from mirror_realm.services.rendering.followers import Followers

        return Followers(
            self.store, self.ports.queries, self.ladder, self.pushes, self.enqueuing, self.runtime
        )

    @once
    def follower_pages(self) -> "FollowerPages":
        from mirror_realm.services.rendering.follower_pages import FollowerPages

        return FollowerPages(self.store, self.ports.queries, self.followers, self.enqueuing)

    @once
    def paid(self) -> "PaidPictures":
        from mirror_realm.services.rendering.paid_pictures import PaidPictures

        return PaidPictures(self.store, self.booking, self.ports.pictures, self.ports.picture_files)

    @once
    def predictions(self) -> "Predictions":
        from mirror_realm.services.rendering.predictions import Predictions

        return Predictions(self.store, self.booking, self.renderers, self.policy, self.runtime)

    @once
    def breakers(self) -> "Breakers":
        from mirror_realm.services.rendering.breakers import Breakers

        shared = bool(self.settings.fallbacks)
        return Breakers(
            self.store,
            self.runtime,
            shared,
            lambda text: self.policy.pseudonyms.sealed(text),
            self.alerting.note_provider if self.settings.alert_webhook_url else None,
        )

    @once
    def releasing(self) -> "Releasing":
        from mirror_realm.services.rendering.release_photos import Releasing

        return Releasing(self.store, self.ports.photos)

    @once
    def rendering(self) -> "Rendering":
        from mirror_realm.services.rendering.inputs import Inputs
        from mirror_realm.services.rendering.settle import Settling
        from mirror_realm.services.rendering.worker import Rendering

        ports = self.ports
        return Rendering(
            leasing=self.leasing,
            settling=Settling(self.store, self.completion, self.runtime),
            followers=self.followers,
            renderers=self.renderers,
            codec=ports.codec,
            judge=ports.judge,
            vision=self.vision,
            paid=self.paid,
            inputs=Inputs(
                self.store,
                ports.photos,
                ports.reader,
                ports.moderation,
                ports.pictures,
                self.policy.photo_recipients,
            ),
            releasing=self.releasing,
            predictions=self.predictions,
            policy=self.policy,
            runtime=self.runtime,
            breakers=self.breakers,
        )

    @once
    def cancelling(self) -> "Cancelling":
        from mirror_realm.services.rendering.cancel import Cancelling

        return Cancelling(
            self.store,
            self.completion,
            self.followers,
            self.releasing,
            self.paid,
            self.predictions,
            self.runtime,
        )
