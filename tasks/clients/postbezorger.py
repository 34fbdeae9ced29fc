"""How does a finished batch of letters reach the print room? A folder on this machine, or one on another (SFTP)."""

from pathlib import Path
from typing import Protocol

from tasks.fouten import PermanentFailure, TemporaryFailure

MANIFEST = "manifest.csv"


class NietBezorgd(TemporaryFailure):
    """De drukker is nu niet bereikbaar."""


class BatchBezet(PermanentFailure):
    """Bij de drukker staat al een andere batch met deze naam."""


class Postbezorger(Protocol):
    """Delivers whole batches. Offering the same batch again leaves one batch at the print room."""

    def bezorg(self, map: Path, notitie: Path) -> None:
        """Deliver a folder that never changes any more, under its own name; `manifest.csv` is in it.

        `notitie` is a file in which to remember, beyond the death of this process, how far the delivery came; the
        caller removes it afterwards. Raises NietBezorgd, BatchBezet or OnjuisteInstelling.
        """
        ...


class Mapbezorger:
    """The print room looks into our own folder: what stands there has been delivered."""

    def bezorg(self, map: Path, notitie: Path) -> None:
        """Nothing more to do."""
