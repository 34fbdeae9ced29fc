"""What happens to a file in the watched folder of a leverancier? It is taken, taken in, and answered with a receipt.

Below `<gemeente>/<leverancier>/` stand `bezig` (taken, not done), `verwerkt` and `geweigerd`. In those a file is named
after its bytes; the name that the leverancier gave it stands in a hidden note beside it and on the receipt only.
"""

import fcntl
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from models import leveringen
from models.beleidsbestand import beleidsnamen
from models.database import lezen
from rules.leverancier import Leverancier
from tasks.fouten import PermanentFailure
from tasks.inname import Samenvatting, neem_in
from tasks.lezen import LeveringGeweigerd, Leveringsoort, pad_van_afgekeurd
from tasks.omgeving import heeft_beleid, omgeving

BEZIG, VERWERKT, GEWEIGERD = "bezig", "verwerkt", "geweigerd"
LANGSTE_NAAM = 180
_AFDRUK = re.compile(r"[0-9a-f]{16}(\.[a-z0-9]{1,6})?")
_EXTENSIE = re.compile(r"\.[a-z0-9]{1,6}")


class OnbekendeLevering(PermanentFailure):
    """Deze levering ligt niet in de map bezig van deze leverancier."""


@dataclass(frozen=True)
class Levermap:
    """The watched folder of one leverancier of one gemeente."""

    gemeente: str
    leverancier: str
    pad: Path

    def sub(self, naam: str) -> Path:
        """Return a folder below it: bezig, verwerkt or geweigerd."""
        return self.pad / naam


@dataclass(frozen=True)
class Briefje:
    """What is remembered of a file while it is taken in: its own name, its bytes, and what it should have been."""

    naam: str
    sha256: str
    verwacht: str
    """The checksum that came with the file; empty: none came."""
    ontvangen_op: str


def levermap(gemeente: str, leverancier: str) -> Levermap:
    """Return the watched folder of one leverancier; it need not be there yet."""
    return Levermap(gemeente, leverancier, omgeving().settings.innamemap / gemeente / leverancier)


def levermappen() -> list[Levermap]:
    """Return every watched folder of this installation, and make what is not there yet.

    A gemeente whose beleid cannot be read is left out: its files wait.
    """
    waar = omgeving()
    namen = [naam for naam in beleidsnamen(waar.settings.beleid) if heeft_beleid(naam)]
    mappen = [levermap(waar.beleid(n).gemeente.slug, lv.naam) for n in namen for lv in waar.beleid(n).leveranciers]
    for map_ in mappen:
        for naam in (BEZIG, VERWERKT, GEWEIGERD):
            map_.sub(naam).mkdir(parents=True, exist_ok=True)
    return mappen


def liggend(map_: Path) -> list[Path]:
    """Return the deliveries in a folder bezig, verwerkt or geweigerd, without notes, reasons and rejected rows."""
    try:
        return sorted(pad for pad in map_.iterdir() if _AFDRUK.fullmatch(pad.name))
    except FileNotFoundError:
        return []


def afdruk_van(pad: Path) -> str:
    """Return the sha256 of a file, in hexadecimals."""
    with pad.open("rb") as bestand:
        return file_digest(bestand, "sha256").hexdigest()


def neem_aan(map_: Levermap, pad: Path, sha256: str, verwacht: str, nu: datetime) -> Path | None:
    """Move a complete file to `bezig` under the name of its bytes; None while the same bytes are there already.

    The note is written first: a crash in between leaves the file where it was, and it is taken again.
    """
    extensie = pad.suffix.lower()
    doel = map_.sub(BEZIG) / f"{sha256[:16]}{extensie if _EXTENSIE.fullmatch(extensie) else ''}"
    if any(ander.name[:16] == sha256[:16] for ander in liggend(doel.parent)):
        return None
    briefje = Briefje(pad.name, sha256, verwacht, nu.astimezone(UTC).isoformat(timespec="seconds"))
    _schrijf(_plek_briefje(doel), asdict(briefje))
    os.replace(pad, doel)
    pad.with_name(f"{pad.name}.sha256").unlink(missing_ok=True)
    return doel


def verwerk(
    map_: Levermap, levering: str, today: date, vorder: Callable[[int], None] = lambda _: None
) -> Samenvatting | None:
    """Take in one delivery of the folder `bezig` and answer its leverancier; None when that was done already.

    `levering` is the beginning of its sha256. Raises LeveringGeweigerd after the file went to `geweigerd`, and
    OnbekendeLevering. Safe to run twice, and again after a crash at any moment.
    """
    with _een_tegelijk(map_.sub(BEZIG)):
        pad = _zoek(map_.sub(BEZIG), levering)
        if pad is not None:
            return _verwerk(map_, pad, today, vorder)
    if _zoek(map_.sub(VERWERKT), levering) or _zoek(map_.sub(GEWEIGERD), levering):
        return None
    raise OnbekendeLevering(levering)


@contextmanager
def _een_tegelijk(map_: Path) -> Iterator[None]:
    """Take the deliveries of one leverancier in one after the other; a share that knows no locks does without."""
    try:
        plek = os.open(map_, os.O_RDONLY)
    except FileNotFoundError:
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(plek, fcntl.LOCK_EX)
        yield
    finally:
        os.close(plek)


def _verwerk(map_: Levermap, pad: Path, today: date, vorder: Callable[[int], None]) -> Samenvatting:
    wie, briefje = _leverancier(map_), _lees_briefje(pad)
    try:
        _controleer(pad, briefje)
        profiel = omgeving().settings.beleid / wie.profiel if wie.profiel else None
        samen = neem_in(pad, Leveringsoort(wie.soort), map_.gemeente, today, profiel, vorder, wie.naam)
    except LeveringGeweigerd as fout:
        _weiger(map_, pad, briefje, str(fout))
        raise
    _rond_af(map_, pad, briefje, wie.soort, samen)
    return samen


def weiger_onbekend(pad: Path) -> bool:
    """Say beside a file in a folder of nobody that nobody takes it in; False when that was said before."""
    antwoord = _antwoord(pad.parent, pad.name, "geweigerd.txt")
    if antwoord.exists():
        return False
    _schrijf(
        antwoord, "Deze map hoort niet bij een leverancier. Zet het bestand in de goede map, of vul het beleid aan."
    )
    return True


def _leverancier(map_: Levermap) -> Leverancier:
    for een in omgeving().beleid(map_.gemeente).leveranciers:
        if een.naam == map_.leverancier:
            return een
    raise OnbekendeLevering(f"leverancier {map_.leverancier}")


def _zoek(map_: Path, levering: str) -> Path | None:
    return next((pad for pad in liggend(map_) if pad.name[:16] == levering), None)


def _controleer(pad: Path, briefje: Briefje) -> None:
    if briefje.verwacht and briefje.verwacht != briefje.sha256:
        raise LeveringGeweigerd("Het controlegetal (.sha256) past niet bij het bestand; lever beide opnieuw aan.")
    if afdruk_van(pad) != briefje.sha256:
        raise LeveringGeweigerd("Het bestand is veranderd nadat het was ontvangen; lever het opnieuw aan.")


def _rond_af(map_: Levermap, pad: Path, briefje: Briefje, soort: str, samen: Samenvatting) -> None:
    """Write the receipt and only then put the file away: after a crash in between it is written again."""
    with lezen(omgeving().engine) as db:
        gegevens = leveringen.bewijs(db, map_.gemeente, soort, briefje.sha256)
    bewijs = {
        "bestand": briefje.naam, "sha256": briefje.sha256, "ontvangen_op": briefje.ontvangen_op,
        "ingenomen_op": datetime.now(UTC).isoformat(timespec="seconds"), "soort": soort,
        "uitkomst": "bekend" if samen.eerder_ingenomen else "ingenomen", **gegevens,
    }  # fmt: skip
    _schrijf(_antwoord(map_.pad, briefje.naam, "ontvangen.json"), bewijs)
    _antwoord(map_.pad, briefje.naam, "geweigerd.txt").unlink(missing_ok=True)
    afgekeurd = pad_van_afgekeurd(pad)
    if afgekeurd.exists():
        os.replace(afgekeurd, map_.sub(VERWERKT) / afgekeurd.name)
    _leg_weg(pad, map_.sub(VERWERKT))


def _weiger(map_: Levermap, pad: Path, briefje: Briefje, reden: str) -> None:
    """Put a refused file away, with the reason beside it and in the folder where its leverancier looks."""
    _schrijf(map_.sub(GEWEIGERD) / f"{pad.name}.reden.txt", reden)
    _schrijf(_antwoord(map_.pad, briefje.naam, "geweigerd.txt"), reden)
    _leg_weg(pad, map_.sub(GEWEIGERD))


def _leg_weg(pad: Path, doel: Path) -> None:
    briefje = _plek_briefje(pad)
    os.replace(pad, doel / pad.name)
    briefje.unlink(missing_ok=True)


def _plek_briefje(pad: Path) -> Path:
    return pad.with_name(f".{pad.name[:16]}.json")


def aangenomen_op(pad: Path) -> datetime:
    """Return when a delivery in `bezig` was taken (aware UTC)."""
    return datetime.fromisoformat(_lees_briefje(pad).ontvangen_op)


def _lees_briefje(pad: Path) -> Briefje:
    """Return the note of a file; one that was put into `bezig` by hand gets its facts from the file itself."""
    try:
        return Briefje(**json.loads(_plek_briefje(pad).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        sinds = datetime.fromtimestamp(pad.stat().st_mtime, UTC).isoformat(timespec="seconds")
        return Briefje(pad.name, afdruk_van(pad), "", sinds)


def _antwoord(map_: Path, naam: str, soort: str) -> Path:
    return map_ / f"{naam[:LANGSTE_NAAM]}.{soort}"


def _schrijf(pad: Path, inhoud: str | Mapping[str, Any]) -> None:
    """Write a small file whole or not at all."""
    tekst = inhoud + "\n" if isinstance(inhoud, str) else json.dumps(inhoud, ensure_ascii=False, indent=2) + "\n"
    deel = pad.with_name(f".{pad.name[:LANGSTE_NAAM]}.deel")
    deel.write_text(tekst, encoding="utf-8")
    os.replace(deel, pad)
