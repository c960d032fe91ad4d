"""The services of `photos`: consent, uploads, deletion."""

from typing import TYPE_CHECKING

from mirror_realm.assembly.exports import ExportParts
from mirror_realm.assembly.rendering import RenderingParts
from mirror_realm.once import once

if TYPE_CHECKING:
    from mirror_realm.services.photos.consent import Consenting
    from mirror_realm.services.photos.delete_avatar import Deleting
    from mirror_realm.services.photos.personal_data import PersonalData
    from mirror_realm.services.photos.upload_avatar import Uploading
    from mirror_realm.services.photos.upload_limits import UploadLimits


class PhotoParts(RenderingParts, ExportParts):
    @once
    def personal(self) -> "PersonalData":
        from mirror_realm.services.photos.personal_data import PersonalData

        ports = self.ports
        return PersonalData(
            self.store, ports.queries, ports.photos, ports.picture_files, self.exports, self.runtime
        )

    @once
    def consenting(self) -> "Consenting":
        from mirror_realm.services.photos.consent import Consenting

        return Consenting(self.store, self.personal, self.policy.photo_recipients, self.runtime)

    @once
    def uploading(self) -> "Uploading":
        from mirror_realm.services.admission.photo_references import Referencing
        from mirror_realm.services.photos.upload_avatar import Uploading

        ports, judged = self.ports, self.settings.uploads_judged
        recipients = self.policy.photo_recipients
        return Uploading(
            store=self.store,
            referencing=Referencing(self.store, ports.photos, recipients, judged, self.runtime),
            photos=ports.photos,
            reader=ports.reader,
            moderation=ports.moderation,
            codec=ports.codec,
            pictures=ports.pictures,
            files=ports.picture_files,
            placeholders=self.placeholders,
            pseudonyms=self.policy.pseudonyms,
            runtime=self.runtime,
        )

    @once
    def upload_limits(self) -> "UploadLimits":
        from mirror_realm.services.photos.upload_limits import UploadLimits

        return UploadLimits(self.store, self.ports.photos, self.runtime)

    @once
    def deleting(self) -> "Deleting":
        from mirror_realm.services.photos.delete_avatar import Deleting

        return Deleting(self.store, self.cancelling, self.personal)
