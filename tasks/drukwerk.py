"""How do letters reach the print room? One PDF per resident in a batch with a fixed name, and a manifest of it."""

import csv
import hashlib
import io
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Connection, select

from models import outbox
from models.database import lezen, om_beurten, schrijf_samen, tabel
from models.outbox import Status
from models.tabellen import Bericht
from rules.woorden import Kanaal
from tasks.brief_pdf import maak_pdf
from tasks.clients.bestand import ruim_resten_op, schrijf_in_een_keer
from tasks.fouten import PermanentFailure
from tasks.omgeving import omgeving
from tasks.poststuk import Klaar, haal, schrijf_bericht
from tasks.verzenden import INHOUD, claim_volgende, geduld, meld_mislukt

BERICHT = tabel(Bericht)


def verzend_brieven(dag: date) -> Counter[str]:
    """Print every letter that is due. Writing one twice gives the same bytes, so a lost answer is simply redone."""
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
        ids = outbox.zonder_antwoord(db, Kanaal.BRIEF, geduld(waar))
    if ids:
        ruim_resten_op(waar.uitgang / "brieven", geduld(waar))
    return ids


def _maak(ids: list[str], dag: date, telling: Counter[str]) -> None:
    if not ids:
        return
    with lezen(omgeving().engine) as db:
        stukken = haal(db, ids)
    gedrukt = [_druk(klaar) for klaar in stukken]
    schrijf_samen(omgeving().engine, lambda db: _leg_vast(db, gedrukt, dag))
    mislukt = sum(bool(brief.reden) for brief in gedrukt)
    telling[Status.VERZONDEN.value] += len(gedrukt) - mislukt
    telling[Status.MISLUKT.value] += mislukt


@dataclass(frozen=True)
class Gedrukt:
    """One letter that stands in its batch, with the sha256 of its bytes; or the reason why it cannot be made."""

    klaar: Klaar
    sha256: str = ""
    reden: str = ""


def _map(batch: str) -> Path:
    return omgeving().uitgang / "brieven" / batch


def _druk(klaar: Klaar) -> Gedrukt:
    """Write one letter as PDF into its batch."""
    try:
        tekst, gegevens = schrijf_bericht(klaar, omgeving().beleid(klaar.gemeente))
        pdf = maak_pdf(tekst, gegevens)
    except PermanentFailure as fout:
        return Gedrukt(klaar, reden=(type(fout).__doc__ or type(fout).__name__).strip())
    schrijf_in_een_keer(_map(klaar.batch) / f"{klaar.id}.pdf", pdf)
    return Gedrukt(klaar, sha256=hashlib.sha256(pdf).hexdigest())


def _leg_vast(db: Connection, gedrukt: list[Gedrukt], dag: date) -> None:
    """Write down which letters are in the batch and which cannot be made; the latter go to a person.

    The manifest is written before the transaction ends: after a crash in between, the letters are still in hand, are
    made again and the manifest with them.
    """
    batches, nu = sorted({brief.klaar.batch for brief in gedrukt}), datetime.now(UTC)
    for batch in batches:
        om_beurten(db, batch)
    for brief in gedrukt:
        klaar = brief.klaar
        if not brief.reden:
            velden = {"verzonden_op": nu, "kenmerk": brief.sha256}
            outbox.zet(db, klaar.id, Status.BEZIG, Status.VERZONDEN, **velden)
        elif outbox.zet(db, klaar.id, Status.BEZIG, Status.MISLUKT, reden=brief.reden[:200]):
            meld_mislukt(db, klaar, brief.reden, INHOUD, dag)
    for batch in batches:
        schrijf_manifest(db, batch)


def schrijf_manifest(db: Connection, batch: str) -> None:
    """Write manifest.csv of a batch from the database: which letters, with their sha256. No names, no addresses."""
    vraag = select(BERICHT.c.id, BERICHT.c.soort, BERICHT.c.kenmerk).where(
        BERICHT.c.batch == batch, BERICHT.c.status.not_in([Status.MISLUKT.value, Status.BEZIG.value])
    )
    tekst = io.StringIO()
    schrijver = csv.writer(tekst, delimiter=";", lineterminator="\n")
    schrijver.writerow(["bericht", "soort", "bestand", "sha256"])
    for bericht, soort, sha256 in db.execute(vraag.order_by(BERICHT.c.id)):
        schrijver.writerow([bericht, soort, f"{bericht}.pdf", sha256])
    schrijf_in_een_keer(_map(batch) / "manifest.csv", tekst.getvalue().encode())
