"""The real rails: sms through the Twilio client and e-mail through SMTP; a lost answer is looked up."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select, update

from models.database import lezen, schrijven, tabel
from models.migreren import migreer
from models.tabellen import Bericht, Taak
from settings import Settings
from simulation.speler import speel
from simulation.verhaal import ontleed
from tasks.omgeving import gebruik, maak, omgeving
from tests.flows.bouwstenen import beleid_van
from tests.flows.conftest import Prefecthuis
from tests.standins.smtp_server import SmtpServer
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


def speel_met(home: Path, twilio: TwilioServer, smtp: SmtpServer) -> list[Any]:
    """Play the story with both rails connected to their stand-ins."""
    from flows.spel import Spelwereld

    verhaal = ontleed(VERHAAL)
    beleid = beleid_van(verhaal)
    gekozen = Settings(
        home=home, eigen_run_max=0, bezig_na_s=0, sms="twilio", email="smtp",
        twilio_account_sid=ACCOUNT, twilio_auth_token=SecretStr(TOKEN),
        twilio_from="Voorbeeld", twilio_api_base=twilio.basis,
        smtp_host="127.0.0.1", smtp_port=smtp.poort, smtp_tls="geen",
        smtp_from="Voorbeeldstad <vroeg@voorbeeldstad.example>",
    )  # fmt: skip
    gebruik(maak(gekozen, lambda _: beleid))
    migreer(omgeving().engine)
    return speel(verhaal, Spelwereld(beleid.gemeente.slug))


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
    from flows.verzending import verzending

    with TwilioServer() as twilio, SmtpServer(tls="geen", met_wachtwoord=False) as smtp:
        twilio.regels[NUMMER] = Regel(bewaar=True, verbreek=True)
        assert [v.werkelijk for v in speel_met(tmp_path, twilio, smtp)] == ["taak onzekere-bezorging"]
        maak_oud()
        verzending(date(2026, 7, 23))
        verzending(date(2026, 7, 24))
        assert statussen()["sms brief-onderweg"] == "verzonden"
        assert len(twilio.berichten) == 1
    taak = tabel(Taak)
    with lezen(omgeving().engine) as db:
        gevonden = [(t.soort, t.status) for t in db.execute(select(taak))]
    assert gevonden == [("onzekere-bezorging", "vervallen")]


def maak_oud() -> None:
    """Let the attempt be some minutes old: so long the provider may take to list a message."""
    b = tabel(Bericht)
    with schrijven(omgeving().engine) as db:
        db.execute(update(b).values(bezig_sinds=datetime.now(UTC) - timedelta(minutes=10)))
