"""How do letters reach the print room? One PDF per resident in a batch with a fixed name, and a manifest of the batch."""

import csv
import hashlib
import io
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select

from models import outbox
from models.database import lezen, schrijven
from models.outbox import Status
from models.tabellen import Bericht
from rules.woorden import Kanaal
from tasks.brief_pdf import maak_pdf
from tasks.clients.bestand import schrijf_in_een_keer
from tasks.fouten import PermanentFailure
from tasks.omgeving import omgeving
from tasks.poststuk import Klaar, haal, schrijf_bericht
from tasks.verzenden import claim_volgende, geduld, meld_mislukt

BERICHT = Bericht.__table__  # type: ignore[attr-defined]


def verzend_brieven(dag: date) -> Counter[str]:
    """Print every letter that is due. Writing a letter twice gives the same bytes, so a lost answer is simply redone."""
    telling: Counter[str] = Counter()
    _maak(_blijven_liggen(), dag, telling)
    while ids := claim_volgende(Kanaal.BRIEF, dag, batchnaam):
        _maak(ids, dag, telling)
    return telling


def batchnaam(klaar: Klaar) -> str:
    """Return the batch of a letter: one per gemeente, department and day, so that departments stay apart."""
    return f"{klaar.gemeente}-{klaar.dag.isoformat()}-{klaar.zaaksoort}"


def _blijven_liggen() -> list[str]:
    waar = omgeving()
    with lezen(waar.engine) as db:
        return outbox.zonder_antwoord(db, Kanaal.BRIEF, geduld(waar))


def _maak(ids: list[str], dag: date, telling: Counter[str]) -> None:
    if not ids:
        return
    waar = omgeving()
    with lezen(waar.engine) as db:
        stukken = haal(db, ids)
    mislukt = {klaar.id: reden for klaar in stukken if (reden := _druk(klaar, _map(klaar)))}
    _leg_vast(stukken, mislukt, dag)
    for naam in sorted({k.batch for k in stukken}):
        schrijf_manifest(naam)
    telling[Status.VERZONDEN.value] += len(stukken) - len(mislukt)
    telling[Status.MISLUKT.value] += len(mislukt)


def _map(klaar: Klaar) -> Path:
    return omgeving().uitgang / "brieven" / klaar.batch


def _druk(klaar: Klaar, map_: Path) -> str:
    """Write one letter as PDF; returns why not, or an empty string."""
    try:
        tekst, gegevens = schrijf_bericht(klaar, omgeving().beleid(klaar.gemeente))
        pdf = maak_pdf(tekst, gegevens)
    except PermanentFailure as fout:
        return (type(fout).__doc__ or type(fout).__name__).strip()
    schrijf_in_een_keer(map_ / f"{klaar.id}.pdf", pdf)
    return ""


def _leg_vast(stukken: list[Klaar], mislukt: dict[str, str], dag: date) -> None:
    """Write down which letters are in the batch and which cannot be made; the latter go to a person."""
    nu = datetime.now(UTC)
    with schrijven(omgeving().engine) as db:
        for klaar in stukken:
            if reden := mislukt.get(klaar.id):
                outbox.zet(db, klaar.id, Status.BEZIG, Status.MISLUKT, reden=reden)
                meld_mislukt(db, klaar, reden, dag)
            else:
                outbox.zet(db, klaar.id, Status.BEZIG, Status.VERZONDEN, verzonden_op=nu)


def schrijf_manifest(batch: str) -> None:
    """Write manifest.csv of a batch from the database: which letters, and the sha256 of each. No names, no addresses."""
    map_ = omgeving().uitgang / "brieven" / batch
    with lezen(omgeving().engine) as db:
        vraag = select(BERICHT.c.id, BERICHT.c.soort).where(
            BERICHT.c.batch == batch, BERICHT.c.status.not_in([Status.MISLUKT.value, Status.BEZIG.value])
        )
        rijen = [(r.id, r.soort) for r in db.execute(vraag.order_by(BERICHT.c.id))]
    tekst = io.StringIO()
    schrijver = csv.writer(tekst, delimiter=";", lineterminator="\n")
    schrijver.writerow(["bericht", "soort", "bestand", "sha256"])
    for bericht, soort in rijen:
        bestand = map_ / f"{bericht}.pdf"
        schrijver.writerow([bericht, soort, bestand.name, hashlib.sha256(bestand.read_bytes()).hexdigest()])
    schrijf_in_een_keer(map_ / "manifest.csv", tekst.getvalue().encode())
