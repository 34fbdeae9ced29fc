# pyright: basic
"""Does 'tijdig controleer' find what is wrong, against real servers, and say what to do?"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from tasks import controle, controle_buiten, controle_huis
from tasks.controle import Controle, Oordeel
from tasks.omgeving import Omgeving, gebruik
from tests.standins.sftp_server import GEBRUIKER as SFTP_GEBRUIKER
from tests.standins.sftp_server import WACHTWOORD as SFTP_WACHTWOORD
from tests.standins.sftp_server import SftpServer
from tests.standins.smtp_server import SmtpServer
from tests.standins.twilio_server import ACCOUNT, TOKEN, TwilioServer
from tests.worklist.inlogdienst import MENSEN, inlogdienst

DICHT = 9
"""A port on which nothing listens."""


def met(waar: Omgeving, **anders: Any) -> Omgeving:
    geheim = {n: SecretStr(w) for n, w in anders.items() if n.endswith(("token", "wachtwoord", "password", "key"))}
    nieuw = replace(waar, settings=waar.settings.model_copy(update=anders | geheim))
    gebruik(nieuw)
    return nieuw


def kijk(waar: Omgeving, doe: Controle) -> list[tuple[str, str]]:
    return [(b.onderdeel, b.oordeel.value) for b in controle.controleer(waar, [("onderdeel", doe)])]


def tekst(waar: Omgeving, doe: Controle) -> str:
    return " ".join(b.tekst for b in controle.controleer(waar, [("onderdeel", doe)]))


def test_een_verse_proefmachine_heeft_geen_fout(sqlite: Omgeving) -> None:
    waar = met(sqlite, proeflogin=True)
    huis = [controle_huis.mappen, controle_huis.database, controle_huis.sleutel, controle_huis.beleid]
    huis += [controle_huis.tarieven, controle_huis.leveringen, controle_huis.drukkerij, controle_huis.paginas]
    buiten = [controle_buiten.sms, controle_buiten.email, controle_buiten.drukker, controle_buiten.inloggen]
    alles = list(controle.controleer(waar, [(d.__name__, d) for d in [*huis, *buiten]]))
    assert len(alles) > 12 and [b for b in alles if b.oordeel == Oordeel.FOUT] == []
    assert all(b.tekst for b in alles if b.oordeel == Oordeel.LET_OP)


def test_een_map_waarin_niemand_kan_schrijven(sqlite: Omgeving, tmp_path: Path, monkeypatch: Any) -> None:
    def weiger(**_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(controle_huis.tempfile, "NamedTemporaryFile", weiger)
    assert kijk(sqlite, controle_huis.mappen) == [("map van Tijdig", "fout")]


@pytest.mark.postgres
def test_een_oude_database_vraagt_om_migreer(postgres: Omgeving) -> None:
    from models.migreren import migreer_terug

    assert kijk(postgres, controle_huis.database) == [("database", "goed")]
    migreer_terug(postgres.engine, "0003")
    assert kijk(postgres, controle_huis.database) == [("database", "fout")]
    assert "tijdig migreer" in tekst(postgres, controle_huis.database)
    weg = met(postgres, database_url="postgresql+psycopg://niemand@127.0.0.1:9/niets")
    from models.database import engine

    assert kijk(replace(weg, engine=engine(weg.settings.url)), controle_huis.database) == [("database", "fout")]


def test_in_productie_wordt_meer_gevraagd(sqlite: Omgeving) -> None:
    waar = met(sqlite, werk_url="https://werk.example", sleutel=SecretStr(""))
    assert kijk(waar, controle_huis.sleutel) == [("sleutel", "let op")]
    assert kijk(waar, controle_buiten.sms) == [("sms", "let op")]
    assert ("sleutel van Prefect", "let op") in kijk(waar, controle_buiten.prefect)


def test_een_kapot_beleid_staat_er_met_de_sleutel(sqlite: Omgeving, tmp_path: Path) -> None:
    from models.beleidsbestand import BELEIDSMAP, laad_beleid

    goed = (BELEIDSMAP / "voorbeeldstad.toml").read_text()
    (tmp_path / "a.toml").write_text(goed)
    (tmp_path / "b.toml").write_text(goed.replace("wachttijd_na_afwijzing_d = 10", "wachttijd_na_afwijzing_d = 1"))
    waar = replace(met(sqlite, beleid=tmp_path), beleid=lambda naam: laad_beleid(naam, tmp_path))
    assert ("beleid a", "goed") in kijk(waar, controle_huis.beleid)
    assert ("beleid b", "fout") in kijk(waar, controle_huis.beleid)
    assert "wachttijd_na_afwijzing_d" in tekst(waar, controle_huis.beleid)


MAIL = {"email": "smtp", "smtp_host": "127.0.0.1", "smtp_tls": "geen", "smtp_from": "Stad <stad@voorbeeld.example>"}


def test_de_mailserver(sqlite: Omgeving) -> None:
    with SmtpServer(tls="geen", met_wachtwoord=False) as smtp:
        assert kijk(met(sqlite, **MAIL, smtp_port=smtp.poort), controle_buiten.email) == [("e-mail", "goed")]
        assert smtp.post == []
        streng = met(sqlite, **(MAIL | {"smtp_tls": "starttls"}), smtp_port=smtp.poort)
        assert kijk(streng, controle_buiten.email) == [("e-mail", "fout")]
    assert kijk(met(sqlite, **MAIL, smtp_port=DICHT), controle_buiten.email) == [("e-mail", "fout")]


def test_de_sms_dienst(sqlite: Omgeving) -> None:
    with TwilioServer() as twilio:
        velden = {
            "sms": "twilio",
            "twilio_account_sid": ACCOUNT,
            "twilio_from": "Stad",
            "twilio_api_base": twilio.basis,
        }
        waar = met(sqlite, **velden, twilio_auth_token=TOKEN, ontvangst_url="https://post.example")
        assert kijk(waar, controle_buiten.sms) == [("sms", "goed")]
        verkeerd = met(sqlite, **velden, twilio_auth_token="verkeerd", ontvangst_url="http://post.example")
        assert kijk(verkeerd, controle_buiten.sms) == [("sms", "fout"), ("ontvangst", "fout")]
        assert twilio.berichten == []


@pytest.fixture
def drukker(tmp_path: Path) -> Iterator[SftpServer]:
    with SftpServer(tmp_path / "drukker") as server:
        (server.wortel / "in").mkdir()
        yield server


def test_de_drukker(sqlite: Omgeving, drukker: SftpServer, tmp_path: Path) -> None:
    velden = {
        "post": "sftp", "sftp_host": "127.0.0.1", "sftp_port": drukker.poort, "sftp_user": SFTP_GEBRUIKER,
        "sftp_hostsleutels": drukker.hostsleutels(tmp_path / "known_hosts"), "sftp_wachtwoord": SFTP_WACHTWOORD,
    }  # fmt: skip
    assert kijk(met(sqlite, **velden, sftp_map="in"), controle_buiten.drukker) == [("drukker", "goed")]
    assert kijk(met(sqlite, **velden, sftp_map="uit"), controle_buiten.drukker) == [("onderdeel", "fout")]
    assert "sftp_map" in tekst(met(sqlite, **velden, sftp_map="uit"), controle_buiten.drukker)


def test_de_inlogdienst(sqlite: Omgeving) -> None:
    assert kijk(met(sqlite), controle_buiten.inloggen) == [("OIDC", "fout")]
    with inlogdienst(*MENSEN) as dienst:
        velden = {"oidc_issuer": dienst.issuer, "oidc_client_id": "tijdig", "werk_url": "https://werk.example"}
        assert kijk(met(sqlite, **velden), controle_buiten.inloggen) == [("OIDC", "goed")]
        ander = met(sqlite, **(velden | {"oidc_issuer": f"{dienst.issuer}/elders"}))
        assert kijk(ander, controle_buiten.inloggen) == [("OIDC", "fout")]


def test_de_brp(sqlite: Omgeving, tmp_path: Path) -> None:
    assert kijk(met(sqlite), controle_buiten.brp) == [("BRP", "let op")]
    assert kijk(met(sqlite, brp=tmp_path / "weg.csv"), controle_buiten.brp) == [("BRP", "fout")]
    assert kijk(met(sqlite, brp_url=f"http://127.0.0.1:{DICHT}"), controle_buiten.brp) == [("BRP", "fout")]


def test_prefect_is_er_niet(sqlite: Omgeving) -> None:
    waar = met(sqlite, prefect_api=f"http://127.0.0.1:{DICHT}/api")
    assert kijk(waar, controle_buiten.prefect) == [("Prefect", "fout")]


def test_een_controle_die_afbreekt_is_zelf_een_bevinding(sqlite: Omgeving) -> None:
    def breekt(_: Omgeving) -> Iterator[controle.Bevinding]:
        yield controle.goed("eerst")
        raise ValueError("Jansen, 999990019")

    assert kijk(sqlite, breekt) == [("eerst", "goed"), ("onderdeel", "fout")]
    assert "Jansen" not in tekst(sqlite, breekt) and "ValueError" in tekst(sqlite, breekt)
