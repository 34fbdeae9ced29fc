"""What may a partner know of its signaal? A file per partner with as little as allowed (Bgs; DDAS definitions)."""

import csv
import hashlib
import io
import re
import unicodedata
from collections import Counter, defaultdict
from datetime import date

from sqlalchemy import ColumnElement, Connection, or_, select, update

from models.database import schrijven, tabel
from models.doorgeven import PARTNER
from models.logboek import geldt
from models.tabellen import Gebeurtenis, Signaal, Zaak
from rules.log import Soort
from rules.terugkoppeling import voor_partner
from tasks.clients.bestand import schrijf_in_een_keer
from tasks.lezen.afgekeurd import veilige_cel
from tasks.omgeving import omgeving

SIGNAAL, LOG, ZAAK = tabel(Signaal), tabel(Gebeurtenis), tabel(Zaak)


def koppel_terug(gemeente: str, today: date) -> Counter[str]:
    """Write what partners may know of zaken that closed; each signaal is fed back once. Returns counts per partner.

    The file is written before the row is marked: after a crash it is written again with the same content.
    """
    waar = omgeving()
    per_bestand: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with schrijven(waar.engine) as db:
        per_partner = _te_melden(db, gemeente, today)
        for partner, rijen in per_partner.items():
            naam = f"{gemeente}-{_slug(partner)}-{today.isoformat()}.csv"
            per_bestand[naam] += [(kenmerk, antwoord) for _, kenmerk, antwoord in rijen]
            ids = [signaal_id for signaal_id, _, _ in rijen]
            db.execute(update(SIGNAAL).where(SIGNAAL.c.id.in_(ids)).values(teruggekoppeld_op=today))
        for naam, regels in per_bestand.items():
            schrijf_in_een_keer(waar.uitgang / "terugkoppeling" / naam, _bestand(regels))
    return Counter({partner: len(rijen) for partner, rijen in per_partner.items()})


def _te_melden(db: Connection, gemeente: str, today: date) -> dict[str, list[tuple[int, str, str]]]:
    vraag = (
        select(SIGNAAL.c.id, SIGNAAL.c.partner, SIGNAAL.c.kenmerk, SIGNAAL.c.herhaald, LOG.c.gegevens)
        .join(LOG, (LOG.c.zaak_id == SIGNAAL.c.zaak_id) & (LOG.c.soort == Soort.GESLOTEN.value))
        .where(SIGNAAL.c.gemeente == gemeente, _nog_te_melden(today), SIGNAAL.c.partner != PARTNER, geldt())
        .order_by(SIGNAAL.c.partner, SIGNAAL.c.kenmerk)
    )
    gevonden: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for signaal_id, partner, kenmerk, herhaald, gegevens in db.execute(vraag):
        gevonden[partner].append((signaal_id, kenmerk, voor_partner(gegevens["resultaat"], herhaald=herhaald)))
    return gevonden


def _nog_te_melden(today: date) -> ColumnElement[bool]:
    """What was fed back earlier today goes along: a second round writes the same file of the day anew, in full."""
    return or_(SIGNAAL.c.teruggekoppeld_op.is_(None), SIGNAAL.c.teruggekoppeld_op == today)


def _bestand(rijen: list[tuple[str, str]]) -> bytes:
    tekst = io.StringIO()
    schrijver = csv.writer(tekst, delimiter=";", lineterminator="\n")
    schrijver.writerow(["kenmerk", "terugkoppeling"])
    schrijver.writerows((veilige_cel(kenmerk), antwoord) for kenmerk, antwoord in rijen)
    return tekst.getvalue().encode()


def _slug(naam: str) -> str:
    """Return a partner as part of a file name. What a file name cannot hold is told apart by a short hash: no partner
    ever gets the file of another one. Capitals and spaces do not make another partner.
    """
    gelijk = " ".join(unicodedata.normalize("NFC", naam).casefold().split())
    plat = unicodedata.normalize("NFKD", gelijk).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plat).strip("-")
    if slug == gelijk.replace(" ", "-"):
        return slug
    return f"{slug or 'partner'}-{hashlib.sha256(gelijk.encode()).hexdigest()[:8]}"
