# pyright: basic
"""How does an alarm reach an operator, and what when the mail server or the webhook is away?"""

from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any, cast

import pytest
from pydantic import SecretStr

from models import alarmen
from models.alarmen import MAX_POGINGEN, Alarmkanaal
from models.database import schrijven
from rules.alarmen import UITLEG, Alarmsoort, Ernst, Mankement
from tasks import alarmeren, alarmtekst
from tasks.clients.webhook import Webhook
from tasks.fouten import OnjuisteInstelling
from tasks.kanaal import Uitkomst
from tasks.leesbaarheid import GEMIDDELDE_ZIN_MAXIMUM, LANGSTE_ZIN_MAXIMUM, meet
from tasks.omgeving import Omgeving
from tests.standins.smtp_server import GEBRUIKER, WACHTWOORD, SmtpServer, Storing
from tests.standins.webhook_server import WebhookServer
from tests.tasks.mankementen import NU, op_de_klok, verteld

BEHEER = "beheer@voorbeeldstad.example"
STIL = Mankement(
    Alarmsoort.LEVERANCIER_STIL, "voorbeeldstad", "energie", {"laatste": "2026-06-01", "elke_d": 40, "dagen_stil": 49}
)


def sla_alarm(waar: Omgeving, *mankementen: Mankement) -> None:
    """Find these and nothing else."""
    with schrijven(waar.engine) as db:
        alarmen.werk_bij(db, mankementen, lambda _: True, waar.nu(), alarmeren.kanalen(waar.settings))


def met_smtp(waar: Omgeving, server: SmtpServer, monkeypatch: pytest.MonkeyPatch, **anders: Any) -> Omgeving:
    monkeypatch.setattr("ssl.create_default_context", lambda *a, **k: server.certificaten)
    vast = {
        "email": "smtp", "alarm_email": BEHEER, "smtp_host": "127.0.0.1", "smtp_port": server.poort,
        "smtp_user": GEBRUIKER, "smtp_password": SecretStr(WACHTWOORD), "smtp_from": "tijdig@voorbeeldstad.example",
    }  # fmt: skip
    return op_de_klok(waar, NU, **(vast | anders))


def test_zonder_mailserver_is_een_alarm_een_bestand(sqlite: Omgeving) -> None:
    waar = op_de_klok(sqlite, NU, werk_url="https://werk.voorbeeldstad.example/")
    sla_alarm(waar, STIL)
    assert alarmeren.vertel() == {"verzonden": 1}
    [bestand] = (waar.uitgang / "alarm").iterdir()
    mail = cast(Any, message_from_bytes(bestand.read_bytes(), policy=cast(Any, policy.default)))
    assert mail["Subject"] == "Tijdig: alarm – Leverancier stil (voorbeeldstad, energie)"
    tekst = mail.get_content()
    assert UITLEG[Alarmsoort.LEVERANCIER_STIL].doen in tekst
    assert "laatste keer: 2026-06-01" in tekst and "dagen stil: 49" in tekst
    assert "Sinds: 20-07-2026 10:00" in tekst
    assert "https://werk.voorbeeldstad.example/beheer" in tekst


def test_begin_en_einde_gaan_een_keer_per_kanaal(sqlite: Omgeving, monkeypatch: pytest.MonkeyPatch) -> None:
    with SmtpServer() as server, WebhookServer() as webhook:
        waar = met_smtp(sqlite, server, monkeypatch, alarm_webhook=SecretStr(webhook.adres))
        for gevonden in ([STIL], [STIL], [], []):
            sla_alarm(waar, *gevonden)
            alarmeren.vertel()
        assert server.dubbel == {} and len(server.post) == 2
        assert [m["Subject"].partition(" –")[0] for m in server.post] == ["Tijdig: alarm", "Tijdig: voorbij"]
        assert server.ontvangers == [BEHEER, BEHEER]
        assert [v["moment"] for v in webhook.gekregen] == ["begin", "einde"]
        assert webhook.gekregen[0] | {"gegevens": {}} == {
            "alarm": 1, "moment": "begin", "soort": "leverancier-stil", "ernst": "fout", "titel": "Leverancier stil",
            "doen": UITLEG[Alarmsoort.LEVERANCIER_STIL].doen, "gemeente": "voorbeeldstad", "onderwerp": "energie",
            "sinds": NU.isoformat(), "opgeheven_op": None, "gegevens": {},
        }  # fmt: skip
        assert webhook.sleutels == ["alarm-1-20260720T080000-begin", "alarm-1-20260720T080000-einde"]
    assert {status for *_, status in verteld(waar)} == {"verzonden"}


def test_een_dode_mailserver_stelt_uit_en_verliest_niets(sqlite: Omgeving, monkeypatch: pytest.MonkeyPatch) -> None:
    with SmtpServer() as server:
        waar = met_smtp(sqlite, server, monkeypatch)
        server.stop()
        sla_alarm(waar, STIL)
        assert alarmeren.vertel() == {"klaargezet": 1}
        assert alarmeren.vertel() == {}, "it rests for a minute first"
        server.start()
        op_de_klok(waar, NU + timedelta(minutes=1))
        assert alarmeren.vertel() == {"verzonden": 1}
        assert len(server.post) == 1


def test_het_einde_komt_nooit_voor_het_begin(sqlite: Omgeving, monkeypatch: pytest.MonkeyPatch) -> None:
    with SmtpServer() as server:
        waar = met_smtp(sqlite, server, monkeypatch)
        server.stop()
        sla_alarm(waar, STIL)
        alarmeren.vertel()
        sla_alarm(waar)
        server.start()
        assert alarmeren.vertel() == {}
        op_de_klok(waar, NU + timedelta(minutes=1))
        assert alarmeren.vertel() == alarmeren.vertel() == {"verzonden": 1}
        assert [m["Subject"].partition(" –")[0] for m in server.post] == ["Tijdig: alarm", "Tijdig: voorbij"]


def test_na_een_verloren_antwoord_komt_hetzelfde_bericht_nog_een_keer(
    sqlite: Omgeving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unlike a letter to a resident: an operator may read it twice, and the Message-ID shows that it is the same."""
    with SmtpServer() as server:
        waar = met_smtp(sqlite, server, monkeypatch)
        server.storing[BEHEER] = Storing.VERBREEK_NA_TEKST
        sla_alarm(waar, STIL)
        assert alarmeren.vertel() == {"onbekend": 1}
        server.storing.clear()
        op_de_klok(waar, NU + timedelta(minutes=2))
        assert alarmeren.vertel() == {"verzonden": 1}
        assert list(server.dubbel.values()) == [2]


def test_een_trage_mailserver_houdt_de_andere_alarmen_niet_op(
    sqlite: Omgeving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarmeren, "GEDULD_S", 0.5)
    with SmtpServer() as server:
        waar = met_smtp(sqlite, server, monkeypatch)
        server.storing[BEHEER] = Storing.ZWIJG_NA_TEKST
        sla_alarm(waar, STIL)
        assert alarmeren.vertel() == {"onbekend": 1}
        server.los.set()


def test_wie_half_stopt_wordt_overgenomen(waar: Omgeving) -> None:
    op_de_klok(waar, NU)
    sla_alarm(waar, STIL)
    sla_alarm(op_de_klok(waar, NU), STIL)
    with schrijven(waar.engine) as db:
        assert len(alarmen.claim(db, NU, [Alarmkanaal.EMAIL])) == 1
    for later, verwacht in ((timedelta(minutes=9), {}), (timedelta(minutes=11), {"verzonden": 1})):
        op_de_klok(waar, NU + later)
        assert alarmeren.vertel() == verwacht


def test_na_dagen_proberen_houdt_het_op_en_dat_is_te_zien(sqlite: Omgeving) -> None:
    waar = op_de_klok(sqlite, NU, email="smtp")
    waar = op_de_klok(sqlite, NU, email="smtp", alarm_email=BEHEER, smtp_host="", smtp_from="")
    sla_alarm(waar, STIL)
    for poging in range(MAX_POGINGEN):
        op_de_klok(waar, NU + timedelta(hours=7 * poging))
        telling = alarmeren.vertel()
    assert telling == {"mislukt": 1}
    op_de_klok(waar, NU + timedelta(days=30))
    assert alarmeren.vertel() == {}
    with schrijven(waar.engine) as db:
        assert alarmen.niet_verteld(db) == 1


def test_zonder_adres_en_met_een_mailserver_hoort_niemand_iets(sqlite: Omgeving) -> None:
    waar = op_de_klok(sqlite, NU, email="smtp")
    sla_alarm(waar, STIL)
    assert alarmeren.vertel() == {} and verteld(waar) == []


@pytest.mark.parametrize(
    "adres",
    ["http://voorbeeld.example/x", "ftp://127.0.0.1/x", "https://", "zomaar", "http://10.0.0.1/x"],
)
def test_een_webhook_zonder_https_wordt_geweigerd(adres: str) -> None:
    with pytest.raises(OnjuisteInstelling) as fout:
        Webhook(adres)
    assert adres not in str(fout.value)


def test_de_webhook_volgt_geen_omleiding_en_zwijgt_over_zijn_adres(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "")
    with WebhookServer() as webhook:
        client = Webhook(f"{webhook.adres}?geheim=123")
        webhook.antwoord = 307
        assert client.stuur("a", {}).uitkomst == Uitkomst.TIJDELIJK_MISLUKT
        webhook.antwoord = 500
        assert client.stuur("a", {}).reden == "de webhook weigert (500)"
        webhook.breekt = True
        assert client.stuur("a", {}).uitkomst == Uitkomst.ONBEKEND
        assert len(webhook.sleutels) == 3
    assert client.stuur("a", {}).uitkomst == Uitkomst.TIJDELIJK_MISLUKT
    assert not [r for r in caplog.records if "geheim" in r.getMessage() and not r.name.startswith("uvicorn")]


@pytest.mark.parametrize("soort", Alarmsoort)
def test_elk_alarm_zegt_wat_het_is_en_wat_u_doet(soort: Alarmsoort) -> None:
    woorden = UITLEG[soort]
    assert woorden.titel and woorden.betekent.endswith(".") and woorden.doen.endswith(".")
    meting = meet(f"{woorden.betekent} {woorden.doen}", lambda _: 9, lambda _: 1)
    assert meting.langste_zin <= LANGSTE_ZIN_MAXIMUM and meting.gemiddelde_zin <= GEMIDDELDE_ZIN_MAXIMUM


def test_een_alarm_van_een_andere_versie_is_een_fout() -> None:
    assert alarmtekst.ernst("iets-van-vroeger") == Ernst.FOUT


def test_een_feit_zonder_woorden_blijft_weg() -> None:
    gegevens = {"dagen": 3, "iets_nieuws": 4, "laatste": "", "uit": True}
    assert alarmtekst.feiten(gegevens) == ["dagen: 3", "schema staat uit: ja"]
