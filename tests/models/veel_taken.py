# pyright: basic
"""A gemeente with a full werkvoorraad: thousands of open taken, and the closed ones of the months before."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text

from models.bulk import in_delen, voeg_toe
from models.database import schrijven, tabel
from models.medewerkers import onthoud
from models.tabellen import Bericht, Contactgegeven, Gebeurtenis, Inwoner, Signaal, Taak, Vordering, Zaak
from rules.rollen import Rol, team_van
from rules.voorrang import DAGEN, Waarom, is_wettelijk
from rules.woorden import Taaksoort, Zaaksoort
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE

INWONER, ZAAK, TAAK = tabel(Inwoner), tabel(Zaak), tabel(Taak)
LOG, BERICHT, CONTACT = tabel(Gebeurtenis), tabel(Bericht), tabel(Contactgegeven)
SIGNAAL, VORDERING = tabel(Signaal), tabel(Vordering)

DAG = timedelta(days=1)
OP = datetime(2026, 7, 1, tzinfo=UTC)
AFDELINGEN = (Zaaksoort.VROEGSIGNALERING, Zaaksoort.INCASSO)
SOORTEN = {
    Zaaksoort.VROEGSIGNALERING: (
        [Taaksoort.BELLEN] * 6 + [Taaksoort.HUISBEZOEK] * 6 + [Taaksoort.GESPREK_PLANNEN] * 3
        + [Taaksoort.CRISIS, Taaksoort.UITVAL_UITZOEKEN, Taaksoort.REACTIE_LEZEN]
    ),
    Zaaksoort.INCASSO: [Taaksoort.BELLEN] * 8 + [Taaksoort.DWANGBEVEL_BEOORDELEN] * 4 + [Taaksoort.UITVAL_UITZOEKEN],
}  # fmt: skip
WEGEN = [Waarom.FLINK_BEDRAG, Waarom.HOOG_BEDRAG, Waarom.TWEE_SIGNALEN, Waarom.OUD_SIGNAAL, Waarom.OPEENVOLGEND]


def vul(waar: Omgeving, open_: int, vandaag: date, collegas: int = 50, gedaan: int = 2) -> list[int]:
    """Fill a database: one open taak per zaak, with so many attempts before it; half of them have a colleague.

    Returns the colleagues: the first half is of team Vroegsignalering, the rest of invordering.
    """
    kans = random.Random(20260720)
    with schrijven(waar.engine) as db:
        helft = max(collegas // 2, 1)
        mensen = [_collega(db, n, AFDELINGEN[min(n // helft, 1)]) for n in range(collegas)]
        per_afdeling = dict(zip(AFDELINGEN, (mensen[:helft], mensen[helft:] or mensen), strict=True))
        for deel in in_delen(range(1, open_ + 1), 5_000):
            _schrijf(db, [_een(kans, n, vandaag, per_afdeling, gedaan) for n in deel])
        _zet_tellers(db)
    with waar.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        db.execute(text("VACUUM ANALYZE" if db.dialect.name == "postgresql" else "ANALYZE"))
    return mensen


def _collega(db: Connection, nummer: int, afdeling: Zaaksoort) -> int:
    vroeg = afdeling == Zaaksoort.VROEGSIGNALERING
    rollen = {Rol.VROEGSIGNALERING if vroeg else Rol.INVORDERING}
    rollen |= {Rol.SCHULDHULP} if vroeg and nummer % 3 == 0 else set()
    rollen |= {Rol.TEAMLEIDING} if nummer % 10 == 0 else set()
    return onthoud(db, f"bench|{nummer}", f"Collega {nummer}", rollen, [GEMEENTE])


def _een(
    kans: random.Random, n: int, vandaag: date, collegas: dict[Zaaksoort, list[int]], gedaan: int
) -> dict[str, Any]:
    afdeling = kans.choice(AFDELINGEN)
    soort = kans.choice(SOORTEN[afdeling])
    redenen = [[w.value, DAGEN[w]] for w in kans.sample(WEGEN, kans.randint(0, 2))]
    redenen += [[Waarom.CRISIS.value, DAGEN[Waarom.CRISIS]]] if soort == Taaksoort.CRISIS else []
    uiterlijk = vandaag + kans.randint(-5, 20) * DAG
    postcode = f"{kans.randint(1000, 1060)}AB"
    taak = {
        "zaak_id": n, "gemeente": GEMEENTE, "afdeling": afdeling.value, "team": team_van(afdeling, soort).value,
        "soort": soort.value, "poging": gedaan + 1, "status": "open", "gemaakt_op": uiterlijk - 7 * DAG,
        "uiterste_dag": uiterlijk, "wettelijk": is_wettelijk(soort),
        "voorrang": uiterlijk - sum(dagen for _, dagen in redenen) * DAG, "redenen": redenen, "wijk": postcode[:4],
        "behandelaar_id": kans.choice(collegas[afdeling]) if kans.random() < 0.5 else None,
        "wacht_tot": vandaag + 3 * DAG if kans.random() < 0.03 else None, "wacht_reden": "", "escalatie": 0,
        "afgerond_op": None, "versie": 0,
    }  # fmt: skip
    dicht = {"status": "afgerond", "afgerond_op": uiterlijk - 8 * DAG, "wacht_tot": None}
    dicht["behandelaar_id"] = kans.choice(collegas[afdeling])
    eerder = [taak | dicht | {"poging": poging} for poging in range(1, gedaan + 1)]
    return {
        "n": n,
        "afdeling": afdeling.value,
        "dag": uiterlijk - 9 * DAG,
        "postcode": postcode,
        "taken": [*eerder, taak],
    }


def _schrijf(db: Connection, rijen: list[dict[str, Any]]) -> None:
    voeg_toe(db, INWONER, [_inwoner(r) for r in rijen])
    voeg_toe(db, ZAAK, [_zaak(r) for r in rijen])
    voeg_toe(db, CONTACT, [_nummer(r) for r in rijen])
    voeg_toe(db, LOG, [g for r in rijen for g in _log(r)])
    voeg_toe(db, BERICHT, [_bericht(r) for r in rijen])
    voeg_toe(db, SIGNAAL, [_signaal(r) for r in rijen if r["afdeling"] != "incasso"])
    voeg_toe(db, VORDERING, [_vordering(r) for r in rijen if r["afdeling"] == "incasso"])
    voeg_toe(db, TAAK, [taak for r in rijen for taak in r["taken"]])


def _inwoner(r: dict[str, Any]) -> dict[str, Any]:
    leeg = {k.name: False for k in INWONER.c if str(k.type) == "BOOLEAN"}
    leeg |= dict.fromkeys(("voorvoegsel", "toevoeging", "adres_sleutel", "let_op"), "")
    return leeg | {
        "id": r["n"], "gemeente": GEMEENTE, "afdeling": r["afdeling"], "pseudoniem": f"{r['n']:032}",
        "achternaam": f"Verzonnen{r['n']}", "voorletters": "A.", "geboortedatum": date(1980, 1, 1),
        "straat": "Verzonnenstraat", "huisnummer": str(r["n"] % 300), "postcode": r["postcode"],
        "woonplaats": "Voorbeeldstad",
    }  # fmt: skip


def _zaak(r: dict[str, Any]) -> dict[str, Any]:
    vast = {
        "gemeente": GEMEENTE,
        "soort": r["afdeling"],
        "inwoner_id": r["n"],
        "adres_sleutel": "",
        "versie": len(r["taken"]) * 2 + 1,
    }
    return vast | {"id": r["n"], "geopend_op": r["dag"], "volgende_toets": r["dag"] + 30 * DAG}


def _nummer(r: dict[str, Any]) -> dict[str, Any]:
    vast = {"inwoner_id": r["n"], "soort": "mobiel", "bron": "test", "ontvangen_op": r["dag"]}
    return vast | {"waarde": f"+3161{r['n']:07}"}


def _log(r: dict[str, Any]) -> Iterator[dict[str, Any]]:
    brief = {"soort": "herinnering", "kanaal": "brief", "poging": 1}
    regels = [("signaal_ontvangen" if r["afdeling"] != "incasso" else "aanslag", "", {})]
    regels.append(("bericht", "send_herinnering", brief))
    for taak in r["taken"]:
        welke = {"soort": taak["soort"], "poging": taak["poging"]}
        regels.append(("taak", "call", welke))
        if taak["status"] != "open":
            uitkomst = {"uitkomst": "niet bereikt", "bereikt": False, "dagdeel": "ochtend"}
            regels.append(("taak_afgerond", "", welke | uitkomst))
    vast = {"zaak_id": r["n"], "dag": r["dag"], "op": OP, "beleid_versie": "voorbeeldstad-0", "actor": "systeem"}
    for volgnr, (soort, regel, gegevens) in enumerate(regels, 1):
        yield vast | {"volgnr": volgnr, "soort": soort, "regel": regel, "gegevens": gegevens}


def _bericht(r: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": f"B-{r['n']:06}", "zaak_id": r["n"], "gemeente": GEMEENTE, "soort": "herinnering", "kanaal": "brief",
        "poging": 1, "baan": "massaal", "status": "verzonden", "dag": r["dag"], "verzend_op": r["dag"], "batch": "",
        "offertes": 1, "sjabloon_versie": "1", "kenmerk": "", "reden": "", "gegevens": {},
    }  # fmt: skip


def _signaal(r: dict[str, Any]) -> dict[str, Any]:
    nee = dict.fromkeys(("crisis", "warme_overdracht", "hulp_gevraagd", "herhaald"), False)
    vast = {"gemeente": GEMEENTE, "zaak_id": r["n"], "inwoner_id": r["n"], "kenmerk": f"K{r['n']}", "bedrag": 180_00}
    wie = {"partner": "Waterbedrijf", "sector": "water", "ontvangen_op": r["dag"], "signaaldatum": r["dag"]}
    return vast | wie | nee


def _vordering(r: dict[str, Any]) -> dict[str, Any]:
    return {
        "zaak_id": r["n"], "gemeente": GEMEENTE, "aanslagnummer": f"A{r['n']}", "regel": "1", "bedrag": 420_00,
        "belastingsoort": "afvalstoffenheffing", "belastingjaar": 2026, "openstaand": 420_00, "afgelost": 0,
        "extract_openstaand": 420_00, "dagtekening": r["dag"] - 90 * DAG, "vervaldag": r["dag"] - 30 * DAG,
    }  # fmt: skip


def _zet_tellers(db: Connection) -> None:
    """Ids were given by hand: the next ones come after them."""
    if db.dialect.name == "postgresql":
        for naam in ("inwoner", "zaak"):
            db.execute(text(f"SELECT setval(pg_get_serial_sequence('{naam}', 'id'), (SELECT max(id) FROM {naam}))"))
