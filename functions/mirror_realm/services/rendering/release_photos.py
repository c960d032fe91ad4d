"""Release of photos: a photo is deleted as soon as no job reads it any more."""

from dataclasses import dataclass

from mirror_realm.domain.render_job import RenderJob
from mirror_realm.services.ports import documents
from mirror_realm.services.ports.photos import PhotoFiles
from mirror_realm.services.store import Store


@dataclass(frozen=True, slots=True)
class Releasing:
    store: Store
    photos: PhotoFiles

    def release(self, ended: RenderJob) -> None:
        """Delete the photo of an ended job, if no other job reads it. After a crash the sweep deletes it."""
        if ended.reference_id is None:
            return
        reference = self.store.read(documents.reference(ended.uid, ended.reference_id))
        if reference is not None and reference.open_renders == 0:
            self.photos.delete(reference.path)
