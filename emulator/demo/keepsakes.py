"""Keepsakes: the files that the demo leaves behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from emulator.demo import contact_sheet, life
from emulator.demo.client import Client
from emulator.demo.people import DemoPerson
from emulator.demo.telling import Row
from mirror_realm.domain.progress import STAGES, EvolutionStage


@dataclass(frozen=True, slots=True)
class Keepsakes:
    """A folder of them. Those of an earlier demo are written over; whatever else is there is left alone."""

    folder: Path

    @property
    def log(self) -> Path:
        """Everything that this process says, except to the terminal."""
        return self.folder / "functions.log"

    @property
    def pictures(self) -> Path:
        return self.folder / "pictures"

    @property
    def sheet(self) -> Path:
        return self.folder / "contact-sheet.jpg"

    def keep(self, rows: Sequence[Row], person: DemoPerson, client: Client) -> None:
        """The pictures of these rows, as the app loads them, and their contact sheet. Raises CallFailed."""
        self.pictures.mkdir(parents=True, exist_ok=True)
        for old in (self.sheet, *map(self._picture, STAGES)):
            old.unlink(missing_ok=True)
        frames = []
        for row in rows:
            stage = EvolutionStage(row.name)
            content = client.picture(row.asked.answer["image_url"])
            self._picture(stage).write_bytes(content)
            frames.append(contact_sheet.Frame(content, life.STAGE_TITLES[stage], f"day {row.day}"))
        if frames:
            words = f"half a year with {person.name.lower()}, in six reflections"
            contact_sheet.save(contact_sheet.contact_sheet("mirror realm", words, frames), self.sheet)

    def there(self) -> dict[str, Path]:
        """What there is by now, by the name a person reads."""
        files = {
            "the contact sheet": self.sheet,
            "the pictures": self.pictures,
            "what the functions log": self.log,
        }
        return {name: path for name, path in files.items() if path.exists()}

    def _picture(self, stage: EvolutionStage) -> Path:
        return self.pictures / f"{STAGES.index(stage) + 1}-{stage}.jpg"
