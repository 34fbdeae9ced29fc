# pyright: basic
"""Sms and e-mail that are ready, and the surroundings in which they leave by the real clients to a stand-in."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select, update

from models import outbox
from models.database import lezen, schrijven, tabel
from models.tabellen import Bericht, Gebeurtenis
from rules.beleid import Beleid
from rules.bezorging import Baan
from rules.woorden import Kanaal, Taaksoort, Zaaksoort
from tasks import omgeving as plek
from tasks import verzenden
from tasks.bezorging import kijk_na
from tasks.clients.twilio_terugmelding import Besluit, Inkomend, Statusbericht
from tasks.kanaal import Antwoord, Uitkomst
from tasks.omgeving import Omgeving
from tasks.ontvangen import Binnenkant
from tasks.poststuk import Klaar, haal
from tasks.verwerken import verwerk
from tasks.verzenden import Opdracht
from tests.models.bouwers import GEMEENTE, een_persoon, een_signaal, geef_nummer, lees, signaleer
from tests.standins.smtp_server import GEBRUIKER, WACHTWOORD, SmtpServer
from tests.standins.twilio_server import ACCOUNT, DIENST, TOKEN, TwilioServer

JULI_13, JULI_20, JULI_22 = date(2026, 7, 13), date(2026, 7, 20), date(2026, 7, 22)
OVERDAG = datetime(2026, 7, 22, 10, 0, tzinfo=UTC)
"""Noon in the Netherlands on a Wednesday: an sms may leave, for another eight hours."""
BERICHT, LOG = tabel(Bericht), tabel(Gebeurtenis)
ONTVANGST = "https://berichten.voorbeeldstad.example"
_teller = count(1)


def nummer(n: int = 0) -> str:
    return f"+3161234{n:04}"


def adres(n: int = 0) -> str:
    return f"inwoner{n}@post.example"


def zet_klaar(waar: Omgeving, kanaal: Kanaal, aantal: int = 1, eerste: int = 0, **anders: Any) -> list[str]:
    """Put one bericht ready for each of so many residents with a number and an address; returns the ids."""
    mensen = [een_persoon(n) for n in range(eerste, eerste + aantal)]
    with schrijven(waar.engine) as db:
        for n, mens in enumerate(mensen, eerste):
            geef_nummer(db, mens, Zaaksoort.VROEGSIGNALERING, mobiel=nummer(n), email=adres(n))
    ids = signaleer(waar, *(een_signaal(m, f"K{n}") for n, m in enumerate(mensen, eerste)), dag=JULI_13)
    rijen = [een_bericht(zaak, kanaal, **anders) for zaak in ids]
    with schrijven(waar.engine) as db:
        outbox.zet_klaar(db, rijen)
    return [rij["id"] for rij in rijen]


def een_bericht(zaak: int, kanaal: Kanaal, poging: int = 1, **anders: Any) -> dict[str, Any]:
    """The row of a bericht as the rules put it ready."""
    soort = {Kanaal.SMS: "brief-onderweg", Kanaal.EMAIL: "hulpaanbod", Kanaal.BRIEF: "hulpaanbod"}[kanaal]
    gegevens = {
        "doelgroep": "huurder", "melders": [["Waterbedrijf", "water"]], "uiterste_dag": "2026-08-05",
        "bezoekdag": "2026-07-27", "eerdere_brief": "2026-07-20", "bewaar_maanden": 6,
    }  # fmt: skip
    vast = {
        "id": f"V-{zaak:06}-{soort}-{poging}-{kanaal}", "zaak_id": zaak, "gemeente": GEMEENTE, "soort": soort,
        "kanaal": kanaal.value, "poging": poging, "baan": Baan.PERSOONLIJK.value, "dag": JULI_22,
        "verzend_op": JULI_22, "sjabloon_versie": "1", "zending_id": None, "gegevens": gegevens,
    }  # fmt: skip
    return vast | anders


def nog_een(waar: Omgeving, zaak: int, kanaal: Kanaal = Kanaal.SMS, poging: int = 2) -> str:
    """Put another bericht of the same zaak ready."""
    rij = een_bericht(zaak, kanaal, poging)
    with schrijven(waar.engine) as db:
        outbox.zet_klaar(db, [rij])
    return str(rij["id"])


def werk_met(waar: Omgeving, beleid: Beleid | None = None, nu: datetime = OVERDAG, **settings: Any) -> Omgeving:
    """Work from now on with other settings, at a moment of the day, perhaps with another beleid."""
    from pydantic import SecretStr

    anders = {k: SecretStr(v) if k in ("twilio_auth_token", "smtp_password") else v for k, v in settings.items()}
    nieuw = replace(waar, settings=waar.settings.model_copy(update=anders), nu=lambda: nu)
    if beleid is not None:
        nieuw = replace(nieuw, beleid=lambda _: beleid)
    plek.gebruik(nieuw)
    return nieuw


def via_twilio(waar: Omgeving, server: TwilioServer, **anders: Any) -> Omgeving:
    """Send sms by the real client to a stand-in; lost answers are looked up after ten minutes."""
    vast: dict[str, Any] = {
        "sms": "twilio", "twilio_account_sid": ACCOUNT, "twilio_auth_token": TOKEN, "twilio_bedenktijd_s": 0,
        "twilio_messaging_service_sid": DIENST, "twilio_api_base": server.basis, "bezig_na_s": 600,
        "ontvangst_url": ONTVANGST,
    }  # fmt: skip
    return werk_met(waar, **(vast | anders))


def via_smtp(waar: Omgeving, server: SmtpServer, monkeypatch: pytest.MonkeyPatch, **anders: Any) -> Omgeving:
    """Send e-mail by the real client to a stand-in with TLS and a password."""
    pem = waar.settings.home / "autoriteit.pem"
    pem.write_text(server.autoriteit_pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    vast: dict[str, Any] = {
        "email": "smtp", "smtp_host": "127.0.0.1", "smtp_port": server.poort, "smtp_user": GEBRUIKER,
        "smtp_password": WACHTWOORD, "smtp_tls": "starttls", "smtp_from": "Gemeente <vroeg@voorbeeldstad.example>",
        "bezig_na_s": 600, "ontvangst_url": ONTVANGST,
    }  # fmt: skip
    return werk_met(waar, **(vast | anders))


def verstuur(kanaal: Kanaal = Kanaal.SMS, dag: date = JULI_22) -> dict[str, int]:
    """Send what may leave now."""
    return dict(verzenden.verzend_digitaal(Opdracht(kanaal, dag)))


def standen(waar: Omgeving) -> list[str]:
    """Return the statuses of all berichten, by id."""
    return [s for (s,) in lees(waar, "bericht", "status")]


def rij_van(waar: Omgeving, bericht_id: str) -> Any:
    with lezen(waar.engine) as db:
        return db.execute(select(BERICHT).where(BERICHT.c.id == bericht_id)).one()


def zet_rij(waar: Omgeving, bericht_id: str = "", **velden: Any) -> None:
    """Change columns of one bericht, or of all, outside of the code."""
    with schrijven(waar.engine) as db:
        opdracht = update(BERICHT).values(**velden)
        db.execute(opdracht.where(BERICHT.c.id == bericht_id) if bericht_id else opdracht)


def later(waar: Omgeving, **verschil: float) -> None:
    """Let time pass: what happened, and the next look at every bericht, is that much earlier."""
    stap = timedelta(**verschil)
    with schrijven(waar.engine) as db:
        for r in db.execute(select(BERICHT)).all():
            velden = {k: getattr(r, k) for k in ("sinds", "bezig_sinds", "volgende_controle", "verzonden_op")}
            eerder = {k: v - stap for k, v in velden.items() if v is not None}
            db.execute(update(BERICHT).where(BERICHT.c.id == r.id).values(**eerder))
        for r in db.execute(select(LOG)).all():
            waar_ = (LOG.c.zaak_id == r.zaak_id, LOG.c.volgnr == r.volgnr)
            db.execute(update(LOG).where(*waar_).values(op=r.op - stap))


def klaar_van(waar: Omgeving, bericht_id: str) -> Klaar:
    with lezen(waar.engine) as db:
        return haal(db, [bericht_id])[0]


def in_hand(waar: Omgeving, bericht_id: str, bezig_na: timedelta = timedelta(minutes=10)) -> Klaar:
    """Take a bericht in hand, as a sender does that then dies; it is as if it had been so since an hour."""
    with schrijven(waar.engine) as db:
        assert outbox.claim(db, [bericht_id], bezig_na) == [bericht_id]
    return klaar_van(waar, bericht_id)


def meld(bericht_id: str, status: str, code: int = 0, sid: str = "SM1", sleutel: str = "") -> Besluit:
    """Tell as the provider does; without a sleutel no two are the same callback."""
    uniek = sleutel or f"sleutel-{next(_teller)}"
    return Binnenkant().neem_status(bericht_id, Statusbericht(sid, status, code), uniek)


def stuur_terug(tekst: str, van: str | None = None, sleutel: str = "", soort: str = "") -> Besluit:
    """Let a resident send an sms."""
    uniek = sleutel or f"sleutel-{next(_teller)}"
    return Binnenkant().neem_sms(Inkomend(f"SM{uniek}", van or nummer(), tekst, soort), uniek)


def taken(waar: Omgeving, soort: Taaksoort = Taaksoort.ONZEKERE_BEZORGING) -> list[tuple[int, str]]:
    """Return (zaak, status) of every taak of a soort."""
    rijen = lees(waar, "taak", "zaak_id", "soort", "status")
    return sorted((zaak, status) for zaak, wat, status in rijen if wat == soort.value)


def bij_andere_afdeling(waar: Omgeving, n: int = 0, **waarden: str) -> None:
    """Let Gemeentebelastingen know the same person, with a number or address of its own."""
    with schrijven(waar.engine) as db:
        geef_nummer(db, een_persoon(n), Zaaksoort.INCASSO, **(waarden or {"mobiel": nummer(n)}))  # type: ignore[arg-type]


def uitkomsten(waar: Omgeving) -> Counter[str]:
    return Counter(standen(waar))


@pytest.fixture
def twilio() -> Iterator[TwilioServer]:
    """A Twilio that tells nothing of delivery by itself."""
    with TwilioServer() as server:
        server.gedrag.bezorgt = False
        yield server


def kijk(dag: date = JULI_22) -> dict[str, int]:
    """Look after the sms; returns how many reached each status."""
    return dict(kijk_na(Kanaal.SMS, dag))


def een_sms(waar: Omgeving) -> str:
    werk_met(waar, bezig_na_s=600)
    return zet_klaar(waar, Kanaal.SMS)[0]


def zeg(waar: Omgeving, bericht_id: str, uitkomst: Uitkomst, kenmerk: str = "", oorzaak: str = "") -> str:
    """Let the provider answer about a bericht as it is now."""
    [status] = verwerk([(klaar_van(waar, bericht_id), Antwoord(uitkomst, kenmerk, "zo", oorzaak))], JULI_22)
    return status
