"""The real rails: sms through the Twilio client and e-mail through SMTP; a lost answer is looked up."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select, update

from models.database import lezen, schrijven, tabel
from models.migreren import migreer
from models.tabellen import Bericht, Taak
from ontvangst.app import Ontvangstinstellingen, maak_app
from rules.woorden import Zaaksoort
from settings import Settings
from simulation.speler import speel
from simulation.verhaal import ontleed
from tasks import stappen
from tasks.omgeving import gebruik, maak, omgeving
from tasks.ontvangen import Binnenkant
from tests.flows.bouwstenen import beleid_van, vraag
from tests.models.bouwers import een_persoon, een_signaal, geef_nummer, signaleer
from tests.prefecthuis import Prefecthuis
from tests.standins.loopback import LoopbackServer
from tests.standins.smtp_server import SmtpServer
from tests.standins.twilio_bellen import Belgedrag
from tests.standins.twilio_server import ACCOUNT, TOKEN, Regel, TwilioServer

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]

VERHAAL = """
inwoner Moos mobiel
inwoner Ella email
2026-07-13 Moos signaal waterbedrijf water 180,00
2026-07-13 Ella signaal waterbedrijf water 190,00
2026-07-20 Moos -> melding enkelvoudig
2026-07-20 Moos -> brief hulpaanbod
2026-07-20 Ella -> melding enkelvoudig
2026-07-20 Ella -> email hulpaanbod
2026-07-22 Moos -> sms brief-onderweg
"""
NUMMER = "+31655500001"


MIDDAG = datetime(2026, 7, 22, 12, tzinfo=UTC)
"""A Wednesday afternoon: an sms may leave."""


def stel_in(home: Path, twilio: TwilioServer, smtp: SmtpServer, **anders: Any) -> None:
    """Work with both rails connected to their stand-ins, on a weekday afternoon."""
    gekozen = Settings(
        home=home, eigen_run_max=0, bezig_na_s=0, sms="twilio", email="smtp",
        twilio_account_sid=ACCOUNT, twilio_auth_token=SecretStr(TOKEN),
        twilio_from="Voorbeeld", twilio_api_base=twilio.basis,
        smtp_host="127.0.0.1", smtp_port=smtp.poort, smtp_tls="geen",
        smtp_from="Voorbeeldstad <vroeg@voorbeeldstad.example>", **anders,
    )  # fmt: skip
    gebruik(replace(maak(gekozen, lambda _: beleid_van(ontleed(VERHAAL))), nu=lambda: MIDDAG))
    migreer(omgeving().engine)


def speel_met(home: Path, twilio: TwilioServer, smtp: SmtpServer) -> list[Any]:
    """Play the story with both rails connected to their stand-ins."""
    from flows.spel import Spelwereld

    stel_in(home, twilio, smtp)
    return speel(ontleed(VERHAAL), Spelwereld("voorbeeldstad"))


def statussen() -> dict[str, str]:
    b = tabel(Bericht)
    with lezen(omgeving().engine) as db:
        return {f"{r.kanaal} {r.soort}": r.status for r in db.execute(select(b))}


def test_sms_en_email_komen_een_keer_aan(prefect: Prefecthuis, tmp_path: Path) -> None:
    with TwilioServer() as twilio, SmtpServer(tls="geen", met_wachtwoord=False) as smtp:
        assert not speel_met(tmp_path, twilio, smtp)
    [sms] = twilio.berichten
    assert sms["to"] == NUMMER and "brief" in sms["body"] and "schuld" not in sms["body"].lower()
    [email] = smtp.post
    assert email["Message-ID"].startswith("<V-000002-hulpaanbod-1-email@")
    assert set(statussen().values()) == {"verzonden"}


def test_een_verloren_antwoord_gaat_nooit_blind_nog_een_keer(prefect: Prefecthuis, tmp_path: Path) -> None:
    from flows.bezorging import bezorging
    from flows.verzending import verzending

    with TwilioServer() as twilio, SmtpServer(tls="geen", met_wachtwoord=False) as smtp:
        twilio.regels[NUMMER] = Regel(bewaar=True, verbreek=True)
        assert [v.werkelijk for v in speel_met(tmp_path, twilio, smtp)] == ["taak onzekere-bezorging"]
        verzending(date(2026, 7, 23))
        assert statussen()["sms brief-onderweg"] == "onbekend" and len(twilio.berichten) == 1
        maak_oud()
        bezorging(date(2026, 7, 24))
        verzending(date(2026, 7, 24))
        assert statussen()["sms brief-onderweg"] == "verzonden"
        assert len(twilio.berichten) == 1
    taak = tabel(Taak)
    with lezen(omgeving().engine) as db:
        gevonden = [(t.soort, t.status) for t in db.execute(select(taak))]
    assert gevonden == [("onzekere-bezorging", "vervallen")]


def maak_oud() -> None:
    """Let the attempt be some minutes old: so long the provider may take to list a message."""
    b, toen = tabel(Bericht), datetime.now(UTC) - timedelta(minutes=10)
    with schrijven(omgeving().engine) as db:
        db.execute(update(b).values(bezig_sinds=toen))
        db.execute(update(b).where(b.c.status == "onbekend").values(volgende_controle=toen))


def een_sms_klaar() -> int:
    """Bring one zaak to the sms that announces its letter, in the personal lane; returns the zaak."""
    with schrijven(omgeving().engine) as db:
        geef_nummer(db, een_persoon(), Zaaksoort.VROEGSIGNALERING, mobiel=NUMMER)
    [zaak] = signaleer(omgeving(), een_signaal(een_persoon()), dag=date(2026, 7, 13))
    stappen.zet_een(zaak, "voorbeeldstad", date(2026, 7, 20))
    with schrijven(omgeving().engine) as db:
        db.execute(update(tabel(Bericht)).values(status="verzonden"))
    return zaak


def test_een_eigen_run_verstuurt_meteen(prefect: Prefecthuis, tmp_path: Path) -> None:
    """Who gets individual attention does not wait for the next round: his sms leaves in his own run."""
    from flows.zaak import vroegsignalering

    with TwilioServer() as twilio, SmtpServer(tls="geen", met_wachtwoord=False) as smtp:
        stel_in(tmp_path, twilio, smtp)
        vroegsignalering(een_sms_klaar(), date(2026, 7, 22))
        assert [sms["to"] for sms in twilio.berichten] == [NUMMER]
    assert statussen() == {"brief hulpaanbod": "verzonden", "sms brief-onderweg": "verzonden"}


def test_de_terugmelding_van_de_provider_komt_in_het_bericht(prefect: Prefecthuis, tmp_path: Path) -> None:
    from flows.zaak import vroegsignalering

    publiek = "https://post.voorbeeldstad.example/tijdig"
    ontvangst = LoopbackServer(maak_app(Binnenkant(), Ontvangstinstellingen(publiek, TOKEN)))
    ontvangst.start()
    bellen = Belgedrag(keren=3, spreiding=0.2, omleiding={publiek: ontvangst.basis})
    with TwilioServer(bellen=bellen) as twilio, SmtpServer(tls="geen", met_wachtwoord=False) as smtp:
        stel_in(tmp_path, twilio, smtp, ontvangst_url=publiek)
        vroegsignalering(een_sms_klaar(), date(2026, 7, 22))
        twilio.beller.wacht_leeg()
        nieuw = twilio.beller.uitslag[204]
        assert nieuw and twilio.beller.uitslag == {204: nieuw, 403: 2 * nieuw}, "told three times, taken once"
    ontvangst.stop()
    assert statussen()["sms brief-onderweg"] == "bezorgd"


def test_limieten_staan_in_prefect(prefect: Prefecthuis, tmp_path: Path) -> None:
    from flows.limieten import limieten, stel_limieten_in

    gekozen = Settings(home=tmp_path, sms_per_s=10, email_per_s=50)
    stel_limieten_in(gekozen)
    stel_limieten_in(gekozen)
    gevonden = vraag(prefect.adres, "v2/concurrency_limits/filter", {"limit": 50})
    per_naam = {regel["name"]: regel["slot_decay_per_second"] for regel in gevonden}
    assert {naam: per_naam[naam] for naam in limieten(gekozen)} == {
        "tijdig-sms-persoonlijk": 2, "tijdig-sms-massaal": 8,
        "tijdig-email-persoonlijk": 10, "tijdig-email-massaal": 40,
    }  # fmt: skip
