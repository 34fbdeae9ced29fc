# pyright: basic
"""Deliveries full of attacks (aanvallen.py), brought from the door to everything that leaves the house."""

import contextlib
import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
from sqlalchemy import text

from models.bereikbaar import geef_toestemming
from models.database import schrijven
from rules.woorden import Kanaal
from tasks import drukwerk, stappen, terugkoppelen, verzenden
from tasks import omgeving as plek
from tasks.inname import Samenvatting, neem_in
from tasks.lezen import Leveringsoort
from tasks.lezen.kolommen import KOLOMMEN
from tasks.lezen.rijen import MAX_LENGTE
from tasks.omgeving import Omgeving
from tasks.verzenden import Opdracht
from tests.models.bouwers import GEMEENTE, JUNI_5, MAART_2, bsns, lees, tabel
from tests.models.omgevingen import verse_sqlite
from tests.tasks.aanvallen import DRUKBAAR, GEWEIGERD
from tests.tasks.lezen_bouwstenen import GOED

V, S, M = Leveringsoort.VORDERINGEN, Leveringsoort.SIGNALEN, Leveringsoort.MUTATIES
JULI_13, JULI_20, JULI_22 = date(2026, 7, 13), date(2026, 7, 20), date(2026, 7, 22)
GEWOON = "Zwaluw"
"""What the neighbour has in the field; a word that stands in no letter of itself."""
VRIJ = ("voorletters", "voorvoegsel", "achternaam", "straat", "toevoeging", "woonplaats")
SOEPEL = ("telefoon", "email")
"""A wrong number or address is left out, and the row is taken in."""
FORMULE = tuple("=+-@＝＋－＠\t\r")
SPATIES = re.compile(r"[\s.\u200b]+")
AANVALLEN = DRUKBAAR | {naam: w for naam, (w, _) in GEWEIGERD.items()}


def weigering(soort: Leveringsoort, kolom: str, naam: str) -> str | None:
    """Why a row with this attack in this column must be refused; None when it must be taken in."""
    aanval = AANVALLEN[naam]
    if kolom == "telefoon" and aanval.startswith("+"):
        return None  # a plus may open a telephone number; the rest of it is none, so it is left out
    if naam in GEWEIGERD:
        return f"{kolom}: .*{GEWEIGERD[naam][1]}"
    if kolom in SOEPEL:
        return None
    if kolom in MAX_LENGTE and kolom != "aanslagnummer":
        return None if len(aanval) <= MAX_LENGTE[kolom] else f"{kolom}: langer dan"
    return f"{kolom}: "


def lever(pad: Path, soort: Leveringsoort, rijen: list[dict[str, str]], dag: date) -> Samenvatting:
    with pad.open("w", newline="", encoding="utf-8") as stroom:
        schrijver = csv.DictWriter(stroom, KOLOMMEN[soort].alle, delimiter=";")
        schrijver.writeheader()
        schrijver.writerows(GOED[soort] | rij for rij in rijen)
    return neem_in(pad, soort, GEMEENTE, dag)


def cellen(pad: Path) -> list[list[str]]:
    with pad.open(encoding="utf-8-sig", newline="") as stroom:
        return list(csv.reader(stroom, delimiter=";"))


def rekent(pad: Path) -> list[str]:
    """The cells that a spreadsheet would calculate, or that hold something hidden."""
    alle = [cel for rij in cellen(pad)[1:] for cel in rij]
    return [cel for cel in alle if cel.lstrip(" \u00a0\ufffd").startswith(FORMULE) or not cel.isprintable()]


def gedrukt(pdf: bytes) -> str:
    """The letters of a letter in the order of printing, without numbers that differ for everybody."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert len(document) == 1
        return plat(document[0].get_textpage().get_text_range())
    finally:
        document.close()


def plat(tekst: str) -> str:
    """A text without spaces, points, capitals and the number of the zaak."""
    return re.sub(r"[iv]-\d{6}", "", SPATIES.sub("", tekst).casefold())


def zonder(tekst: str, waarde: str) -> str:
    assert plat(waarde) in plat(tekst), "the text is not there as it was written"
    return plat(tekst).replace(plat(waarde), "§")


@dataclass(frozen=True)
class Proef:
    """One row of a delivery: which attack (or none) in which column."""

    nummer: int
    kolom: str
    naam: str
    bsn: str

    @property
    def waarde(self) -> str:
        return AANVALLEN.get(self.naam, GEWOON)

    @property
    def vordering(self) -> dict[str, str]:
        vast = {"aanslagnummer": f"A{self.nummer:05}", "bsn": self.bsn, "voorletters": "A.B."}
        return vast | {self.kolom: self.waarde}


def vorderingproeven() -> list[Proef]:
    paren = [(kolom, "") for kolom in VRIJ]
    paren += [(kolom, naam) for kolom in KOLOMMEN[V].alle for naam in AANVALLEN]
    personen = iter(bsns(400))
    return [
        Proef(n, kolom, naam, GOED[V]["bsn"] if naam and weigering(V, kolom, naam) else next(personen))
        for n, (kolom, naam) in enumerate(paren)
    ]


@dataclass(frozen=True)
class Uitgang:
    """What left the house after a delivery full of attacks."""

    post: Path
    afgekeurd: Path
    samen: Samenvatting
    berichten: dict[str, list[str]]
    """By the number of the aanslag or signaal: the ids of its berichten."""
    gebeurtenissen: str

    def brief(self, sleutel: str) -> bytes:
        [pad] = [p for b in self.berichten[sleutel] for p in self.post.glob(f"brieven/*/{b}.pdf")]
        return pad.read_bytes()


@contextlib.contextmanager
def eigen_plek(map_: Path, sjabloon: Path) -> Iterator[Omgeving]:
    """Work for a while in fresh surroundings on SQLite, as several tests look at what left them."""
    vorige = list(plek._huidig)
    try:
        with verse_sqlite(map_ / "thuis", sjabloon) as waar:
            yield waar
    finally:
        plek._huidig[:] = vorige


def speel_vorderingen(waar: Omgeving, map_: Path) -> Uitgang:
    """A delivery of aanslagen with every attack in every column, up to the letters."""
    samen = lever(map_ / "v.csv", V, [proef.vordering for proef in vorderingproeven()], MAART_2)
    zet(JUNI_5)
    drukwerk.verzend_brieven(JUNI_5)
    return uitgang(waar, map_ / "v.csv.afgekeurd.csv", samen, lees(waar, "vordering", "aanslagnummer", "zaak_id"))


def speel_signalen(waar: Omgeving, map_: Path) -> Uitgang:
    """Signalen with every attack in all free fields at once, up to what partners hear. Half agreed to e-mail."""
    samen = lever(map_ / "s.csv", S, signaalrijen(), JULI_13)
    with schrijven(waar.engine) as db:
        for inwoner_id, soort in tabel(db, "contactgegeven", "inwoner_id", "soort"):
            if soort == "email":
                geef_toestemming(db, inwoner_id, JULI_13)
    for dag in (JULI_13 + timedelta(days=n) for n in range(70)):
        zet(dag)
        if dag <= JULI_22:
            drukwerk.verzend_brieven(dag)
            verzenden.verzend_digitaal(Opdracht(Kanaal.EMAIL, dag))
            verzenden.verzend_digitaal(Opdracht(Kanaal.SMS, dag))
        else:  # enough has been written: the rest counts as sent, or the journey would wait for it
            with schrijven(waar.engine) as db:
                db.execute(text("UPDATE bericht SET status = 'verzonden' WHERE status = 'klaargezet'"))
    terugkoppelen.koppel_terug(GEMEENTE, JULI_22 + timedelta(days=60))
    return uitgang(waar, map_ / "s.csv.afgekeurd.csv", samen, lees(waar, "signaal", "kenmerk", "zaak_id"))


def zet(dag: date) -> None:
    assert stappen.zet([z for z, _ in stappen.te_doen(GEMEENTE, dag)], GEMEENTE, dag).kapot == []


def signaalrijen() -> list[dict[str, str]]:
    rijen = []
    for waarde in (GEWOON, *AANVALLEN.values()):
        vrij = {"achternaam": waarde, "straat": waarde, "partner": waarde, "voorletters": "A.B."}
        for manier, nummer in ((f"ja{len(rijen)}@voorbeeld.nl", ""), ("", "0612345678")):
            eigen = {"kenmerk": kenmerk(waarde, digitaal=bool(manier)), "huisnummer": str(1000 + len(rijen))}
            rijen.append(vrij | eigen | {"email": manier, "telefoon": nummer})
    return rijen


def kenmerk(waarde: str, *, digitaal: bool) -> str:
    return waarde + (" E" if digitaal else "")


def uitgang(waar: Omgeving, afgekeurd: Path, samen: Samenvatting, zaken: list[tuple[str, int]]) -> Uitgang:
    berichten = lees(waar, "bericht", "id", "zaak_id")
    per_sleutel = {sleutel: [b for b, z in berichten if z == zaak] for sleutel, zaak in zaken}
    log = json.dumps([g for (g,) in lees(waar, "gebeurtenis", "gegevens")], ensure_ascii=False)
    return Uitgang(waar.uitgang, afgekeurd, samen, per_sleutel, log)
