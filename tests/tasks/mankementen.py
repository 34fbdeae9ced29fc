# pyright: basic
"""Everything that can go wrong, one by one: how to cause it on a sound gemeente, and how to put it right again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, update

from models import alarmen
from models.alarmen import Openalarm
from models.database import lezen, schrijven, tabel
from models.levenstekens import Teken, bewaar
from models.logboek import Bijschrift, schrijf_bij
from models.tabellen import Bericht, Levering, Taak, Zaak, Zending
from models.tabellen_beheer import Pauze
from rules.alarmen import Alarmsoort
from rules.beleid import BeleidFout
from rules.log import Logregel, Soort
from tasks import omgeving as plek
from tasks.leven import PORTIER, dagronde_van
from tasks.omgeving import Omgeving, omgeving
from tests.models.bouwers import GEMEENTE, een_persoon, een_signaal, een_vordering, lees, leg_op, signaleer, zaken
from tests.models.taken import een_taak

JULI_20 = date(2026, 7, 20)
"""A Monday."""
NU = datetime(2026, 7, 20, 8, 0, tzinfo=UTC)
"""Ten o'clock in the Netherlands."""
AFDRUK = "0123456789abcdef.csv"
LEVERANCIERS = {
    "belastingpakket": "vorderingen", "belastingmutaties": "mutaties", "zorgverzekeraar": "signalen",
    "woonstichting": "signalen", "energie": "signalen", "waterbedrijf": "signalen",
}  # fmt: skip


def op_de_klok(waar: Omgeving, nu: datetime, **instellingen: Any) -> Omgeving:
    """Work from now on at another moment, with other settings."""
    nieuw = replace(waar, nu=lambda: nu, settings=waar.settings.model_copy(update=instellingen))
    plek.gebruik(nieuw)
    return nieuw


def gezond(waar: Omgeving) -> Omgeving:
    """Make everything go as it should: every leverancier delivered, and the round of today ran."""
    for naam in LEVERANCIERS:
        lever(waar, naam, date(2026, 7, 15))
    ronde(waar, NU)
    return op_de_klok(waar, NU)


def lever(waar: Omgeving, naam: str, dag: date, rijen: int = 10, **anders: Any) -> int:
    """Take a delivery in, without its rows."""
    vast = {"gemeente": GEMEENTE, "soort": LEVERANCIERS.get(naam, "signalen"), "leverancier": naam, "dag": dag}
    vast |= {"sha256": f"{naam}{dag}{rijen}", "op": NU, "gelezen": rijen, "klaar": True}
    with schrijven(waar.engine) as db:
        opdracht = insert(tabel(Levering)).values(vast | anders).returning(tabel(Levering).c.id)
        return int(db.execute(opdracht).scalar_one())


def ronde(waar: Omgeving, op: datetime, goed: bool = True) -> None:
    """Let a round give its sign."""
    teken_van(waar, dagronde_van(GEMEENTE), op, goed)


def teken_van(waar: Omgeving, naam: str, op: datetime, goed: bool = True) -> None:
    """Let a part of the machine give its sign at a moment."""
    with schrijven(waar.engine) as db:
        bewaar(db, naam, Teken(op, goed, {"mislukt": 0 if goed else 2}))


def schrijf(waar: Omgeving, model: Any, **velden: Any) -> None:
    """Add a row."""
    with schrijven(waar.engine) as db:
        db.execute(insert(tabel(model)).values(velden))


def verander(waar: Omgeving, model: Any, **velden: Any) -> None:
    """Change every row of a table."""
    with schrijven(waar.engine) as db:
        db.execute(update(tabel(model)).values(velden))


def open_alarmen(waar: Omgeving) -> list[Openalarm]:
    with lezen(waar.engine) as db:
        return alarmen.open_alarmen(db)


def namen(waar: Omgeving) -> set[tuple[str, str, str]]:
    """Return soort, gemeente and onderwerp of every open alarm."""
    return {(a.soort, a.gemeente, a.onderwerp) for a in open_alarmen(waar)}


def verteld(waar: Omgeving) -> list[tuple[int, str, str, str]]:
    """Return (alarm, moment, kanaal, status) of every message."""
    return lees(waar, "alarmbericht", "alarm_id", "moment", "kanaal", "status")


def een_zaak(waar: Omgeving) -> int:
    """Make a vroegsignaalzaak."""
    [zaak] = signaleer(waar, een_signaal(een_persoon(301), "K301"), dag=JULI_20)
    return zaak


def een_bericht(waar: Omgeving, **anders: Any) -> None:
    zaak = een_zaak(waar)
    vast = {
        "id": "V-1-hulpaanbod-1-brief", "zaak_id": zaak, "gemeente": GEMEENTE, "soort": "hulpaanbod",
        "kanaal": "brief", "poging": 1, "baan": "persoonlijk", "status": "klaargezet", "dag": date(2026, 7, 14),
        "verzend_op": date(2026, 7, 14), "batch": "", "offertes": 0, "sjabloon_versie": "", "kenmerk": "",
        "reden": "", "gegevens": {}, "sinds": NU - timedelta(days=6),
    }  # fmt: skip
    with schrijven(waar.engine) as db:
        db.execute(insert(tabel(Bericht)).values(vast | anders))


def een_stille_zaak(waar: Omgeving) -> None:
    """An incassozaak long past its vervaldag about which the resident never heard anything."""
    leg_op(waar, [een_vordering(een_persoon(302), "A302", vervaldag=date(2026, 3, 31))], levering="L302")
    with schrijven(waar.engine) as db:
        levering = tabel(Levering)
        db.execute(update(levering).where(levering.c.sha256 == "L302").values(klaar=True))


def aanvraag(waar: Omgeving) -> None:
    """The resident asked for kwijtschelding: the zaak rests."""
    regel = Logregel(Soort.KWIJTSCHELDING_AANGEVRAAGD, date(2026, 4, 2))
    with schrijven(waar.engine) as db:
        schrijf_bij(db, [Bijschrift(zaken(waar)[-1], regel)], JULI_20)


def een_bestand(waar: Omgeving, map_: str) -> None:
    pad = waar.settings.innamemap / GEMEENTE / "energie" / map_ / AFDRUK
    pad.parent.mkdir(parents=True)
    pad.write_text("kenmerk\n")


def geen_bestand(waar: Omgeving, map_: str) -> None:
    (waar.settings.innamemap / GEMEENTE / "energie" / map_ / AFDRUK).unlink()


def kapot_beleid(waar: Omgeving) -> None:
    goed = waar.beleid

    def lees_beleid(naam: str) -> Any:
        if naam == "buurdorp":
            raise BeleidFout(())
        return goed(naam)

    plek.gebruik(replace(omgeving(), beleid=lees_beleid))


def heel_beleid(waar: Omgeving) -> None:
    plek.gebruik(replace(omgeving(), beleid=waar.beleid))


@dataclass(frozen=True)
class Proef:
    """One thing that goes wrong: its alarm, how it is caused and how it is put right."""

    soort: Alarmsoort
    onderwerp: str
    veroorzaak: Callable[[Omgeving], Any]
    herstel: Callable[[Omgeving], Any]
    gemeente: str = GEMEENTE


def _vroeger(waar: Omgeving) -> None:
    with schrijven(waar.engine) as db:
        levering = tabel(Levering)
        vroeg = update(levering).where(levering.c.leverancier == "zorgverzekeraar")
        db.execute(vroeg.values(dag=date(2026, 6, 1)))


PROEVEN: dict[str, Proef] = {
    "leverancier stil": Proef(
        Alarmsoort.LEVERANCIER_STIL, "zorgverzekeraar", _vroeger,
        lambda w: lever(w, "zorgverzekeraar", JULI_20),
    ),
    "te veel rijen": Proef(
        Alarmsoort.AANTAL_BUITEN_BAND, "woonstichting",
        lambda w: lever(w, "woonstichting", date(2026, 7, 17), 5001),
        lambda w: lever(w, "woonstichting", JULI_20, 9),
    ),
    "levering geweigerd": Proef(
        Alarmsoort.LEVERING_GEWEIGERD, "energie",
        lambda w: een_bestand(w, "geweigerd"), lambda w: geen_bestand(w, "geweigerd"),
    ),
    "levering half": Proef(
        Alarmsoort.LEVERING_BLIJFT_LIGGEN, "waterbedrijf",
        lambda w: lever(w, "waterbedrijf", JULI_20, 3, klaar=False, op=NU - timedelta(hours=2)),
        lambda w: verander(w, Levering, klaar=True),
    ),
    "termijn van de wet": Proef(
        Alarmsoort.WETTELIJKE_TERMIJN, "vroegsignalering 2026-07-21",
        lambda w: een_taak(w, dag=date(2026, 7, 13), uiterlijk=date(2026, 7, 21), wettelijk=True),
        lambda w: verander(w, Taak, status="afgerond"),
    ),
    "zaak zonder datum": Proef(
        Alarmsoort.ZAAK_ZONDER_DATUM, "vroegsignalering",
        lambda w: (een_zaak(w), verander(w, Zaak, volgende_toets=None)),
        lambda w: verander(w, Zaak, volgende_toets=JULI_20),
    ),
    "zaak te stil": Proef(Alarmsoort.ZAAK_TE_STIL, "incasso", een_stille_zaak, aanvraag),
    "brief blijft liggen": Proef(
        Alarmsoort.POST_TE_OUD, "brief", een_bericht, lambda w: verander(w, Bericht, status="verzonden")
    ),
    "sms dagen onzeker": Proef(
        Alarmsoort.POST_TE_OUD, "sms",
        lambda w: een_bericht(w, kanaal="sms", status="onbekend"), lambda w: verander(w, Bericht, status="bezorgd"),
    ),
    "zending wacht": Proef(
        Alarmsoort.ZENDING_WACHT, "zending 1",
        lambda w: schrijf(
            w, Zending, gemeente=GEMEENTE, afdeling="incasso", kanaal="brief", dag=date(2026, 7, 16), status="wacht",
            op=NU, aantal=2000, delen=2000, kosten_ct=1, steekproef=[],
        ),
        lambda w: verander(w, Zending, status="vrij"),
    ),
    "ronde niet gedraaid": Proef(
        Alarmsoort.RONDE_NIET_GEDRAAID, "dagronde",
        lambda w: ronde(w, NU - timedelta(days=3)), lambda w: ronde(w, NU),
    ),
    "ronde niet heel": Proef(
        Alarmsoort.RONDE_NIET_HEEL, "dagronde", lambda w: ronde(w, NU, goed=False), lambda w: ronde(w, NU)
    ),
    "pauze duurt lang": Proef(
        Alarmsoort.PAUZE_DUURT_LANG, "kanaal sms",
        lambda w: schrijf(
            w, Pauze, soort="kanaal", gemeente=GEMEENTE, waarde="sms", reden="proef", door="proef",
            sinds=NU - timedelta(days=4), opgeheven_door="",
        ),
        lambda w: verander(w, Pauze, opgeheven_op=NU),
    ),
    "portier stil": Proef(
        Alarmsoort.PORTIER_STIL, "portier",
        lambda w: teken_van(w, PORTIER, NU - timedelta(minutes=16)), lambda w: teken_van(w, PORTIER, NU), "",
    ),
    "beleid kapot": Proef(Alarmsoort.BELEID_NIET_LEESBAAR, "beleid", kapot_beleid, heel_beleid, "buurdorp"),
}  # fmt: skip
