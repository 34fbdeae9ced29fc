"""What does the API give, to whom, and what does it say when it gives nothing?"""

import base64
import hashlib
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from evaluation.ddas import api, paginas
from models.database import schrijven, tabel
from models.tabellen import Gebeurtenis, Signaal
from tasks.omgeving import Omgeving
from tests.evaluation.ddas.bouwstenen import fouten, ronde
from tests.evaluation.ddas.koppeling import Klant, Klok, is_probleem, token, vraag
from tests.models.bouwers import een_persoon, een_signaal, signaleer

JULI_13, JULI_20 = date(2026, 7, 13), date(2026, 7, 20)


def drie(waar: Omgeving) -> None:
    """Three zaken in July, the second with two signalen."""
    for wie, kenmerk, bedrag in ((0, "A", 180_00), (1, "B", 180_00), (1, "C", 900_00), (2, "D", 180_00)):
        signaleer(waar, een_signaal(een_persoon(wie), kenmerk, bedrag=bedrag), dag=JULI_13)
    ronde(waar, JULI_20)


def test_een_pagina_met_gegevens(sqlite: Omgeving, client: Klant) -> None:
    drie(sqlite)
    antwoord = vraag(client)
    assert (antwoord.status_code, antwoord.headers["Content-Type"]) == (200, "application/json")
    lichaam = antwoord.json()
    assert lichaam["paginering"] == {"pageSize": 50_000, "currentPage": 1, "totalPages": 1, "totalRecords": 4}
    [levering] = lichaam["gegevens"]["leveringen"]
    assert (len(levering["vroegsignalen"]), len(levering["vroegsignaalzaken"])) == (4, 3)
    assert fouten(lichaam["gegevens"]) == []
    som = base64.b64encode(hashlib.sha256(antwoord.content).digest()).decode()
    assert antwoord.headers["Digest"] == f"SHA-256={som}"
    assert antwoord.headers["Cache-Control"] == "no-store"


def haal_op(client: Klant, grootte: int, tussendoor: Callable[[int], None] = lambda _: None) -> list[Any]:
    """Return all pages; between two of them something else happens."""
    paginas, laatste = list[Any](), 1
    while len(paginas) < laatste:
        lichaam = vraag(client, page=len(paginas) + 1, pageSize=grootte).json()
        assert fouten(lichaam["gegevens"]) == []
        paginas.append(lichaam["gegevens"]["leveringen"][0])
        laatste = lichaam["paginering"]["totalPages"]
        tussendoor(len(paginas))
    return paginas


@pytest.mark.parametrize("grootte", [1, 2, 3, 4])
def test_alle_paginas_samen_zijn_de_levering_wat_er_ook_tussendoor_gebeurt(
    sqlite: Omgeving, client: Klant, grootte: int
) -> None:
    """Meanwhile a signaal is taken in late for the period, and a zaak is closed as if it never was in it."""
    drie(sqlite)
    heel = vraag(client).json()["gegevens"]["leveringen"][0]

    def stoor(pagina: int) -> None:
        signaleer(sqlite, een_signaal(een_persoon(10 + pagina), f"L{pagina}"), dag=JULI_13)
        with schrijven(sqlite.engine) as db:
            log = {
                "zaak_id": 3,
                "volgnr": 90 + pagina,
                "soort": "gesloten",
                "dag": date(2026, 6, 1),
                "op": datetime.now(UTC),
            }
            db.execute(tabel(Gebeurtenis).insert().values(**log, gegevens={"resultaat": "Inwoner is overleden"}))

    delen = haal_op(client, grootte, stoor)
    nummers = [s["ID"] for deel in delen for s in deel["vroegsignalen"]]
    assert nummers == [s["ID"] for s in heel["vroegsignalen"]]
    zaken = [z["vroegsignalen"] for deel in delen for z in deel["vroegsignaalzaken"]]
    assert zaken == [z["vroegsignalen"] for z in heel["vroegsignaalzaken"]]


def test_een_signaal_dat_tussendoor_gewist_is_gaat_niet_mee(sqlite: Omgeving, client: Klant) -> None:
    drie(sqlite)

    def wis(pagina: int) -> None:
        with schrijven(sqlite.engine) as db:
            db.execute(delete(tabel(Signaal)).where(tabel(Signaal).c.id == 4))

    delen = haal_op(client, 3, wis)
    assert [len(d["vroegsignalen"]) for d in delen] == [3, 0]
    assert [len(d["vroegsignaalzaken"]) for d in delen] == [2, 0]


def test_een_lijst_is_na_een_dag_oud_en_er_blijven_er_niet_te_veel(
    sqlite: Omgeving, client: Klant, klok: Klok, monkeypatch: pytest.MonkeyPatch
) -> None:
    drie(sqlite)
    vraag(client, page=1, pageSize=2)
    signaleer(sqlite, een_signaal(een_persoon(20), "L"), dag=JULI_13)
    assert vraag(client, page=2, pageSize=2).json()["paginering"]["totalRecords"] == 4
    klok.nu += timedelta(days=1)
    assert vraag(client, page=2, pageSize=2).json()["paginering"]["totalRecords"] == 5
    monkeypatch.setattr(paginas, "HOOGSTENS", 1)
    vraag(client, aanleverperiodeStartdatum="2026-06-01")
    signaleer(sqlite, een_signaal(een_persoon(21), "M"), dag=JULI_13)
    assert vraag(client, page=2, pageSize=2).json()["paginering"]["totalRecords"] == 6


def test_voorbij_de_laatste_pagina_staat_alleen_de_paginering(sqlite: Omgeving, client: Klant) -> None:
    drie(sqlite)
    lichaam = vraag(client, page=9, pageSize=3).json()
    assert lichaam["paginering"] == {"pageSize": 3, "currentPage": 9, "totalPages": 2, "totalRecords": 4}
    [levering] = lichaam["gegevens"]["leveringen"]
    assert levering["vroegsignalen"] == levering["vroegsignaalzaken"] == []
    assert fouten(lichaam["gegevens"]) == []


@pytest.mark.parametrize("veld", ["aanleverende_organisatie", "aanleverendeOrganisatie"])
@pytest.mark.parametrize("naam", ["voorbeeldstad", "Gemeente Voorbeeldstad", "GM9999", "9999"])
def test_een_organisatie_heeft_meer_namen(client: Klant, veld: str, naam: str) -> None:
    assert vraag(client, **{veld: naam}).status_code == 200


@pytest.mark.parametrize(
    ("velden", "van", "tot"),
    [
        ({}, "2026-07-01", "2026-07-31"),
        ({"aanleverperiodeStartdatum": "2026-07-15"}, "2026-07-15", "2026-08-03"),
        ({"aanleverperiodeEinddatum": "2026-06-10"}, "2026-06-01", "2026-06-10"),
    ],
)
def test_zonder_dagen_gaat_het_over_de_vorige_maand(client: Klant, velden: dict[str, str], van: str, tot: str) -> None:
    kop = {"Authorization": f"Bearer {token(client)}"}
    gegevens = client.post("/gegevens", json=velden, headers=kop).json()["gegevens"]
    assert (gegevens["startdatumLevering"], gegevens["einddatumLevering"]) == (van, tot)
    assert (gegevens["aanleverdatumEnTijd"], gegevens["codeGegevensleverancier"]) == ("2026-08-04T09:00:00Z", "Tijdig")


def test_een_pagina_is_nooit_groter_dan_afgesproken(client: Klant) -> None:
    assert vraag(client, pageSize=10**12).json()["paginering"]["pageSize"] == 50_000


FOUTE_VRAGEN: list[tuple[dict[str, Any], int]] = [
    ({"content": b"{"}, 400),
    ({"content": b"[]"}, 400),
    ({"content": b'{"page": 1, "page": 2}'}, 400),
    ({"content": b"\xff"}, 400),
    ({"content": b"[" * 9_000}, 400),
    ({"json": {"bsn": "999990019"}}, 400),
    ({"json": {"page": 0}}, 400),
    ({"json": {"page": True}}, 400),
    ({"json": {"page": "1"}}, 400),
    ({"json": {"pageSize": -1}}, 400),
    ({"json": {"aanleverperiodeStartdatum": "2026-02-30"}}, 400),
    ({"json": {"aanleverperiodeStartdatum": "20260701"}}, 400),
    ({"json": {"aanleverperiodeEinddatum": None}}, 400),
    ({"json": {"aanleverende_organisatie": 9}}, 400),
    ({"json": {"aanleverende_organisatie": "9999", "aanleverendeOrganisatie": "9999"}}, 400),
    ({"json": {}, "headers": {"Digest": "SHA-256=niets"}}, 400),
    ({"json": {"aanleverende_organisatie": "Elders"}}, 404),
    ({"content": b"x" * 10_001}, 413),
    ({"content": b"{}", "headers": {"Content-Type": "text/plain"}}, 415),
    ({"json": {"aanleverperiodeStartdatum": "2026-07-31", "aanleverperiodeEinddatum": "2026-07-01"}}, 422),
    ({"json": {"aanleverperiodeEinddatum": "2026-08-04"}}, 422),
]


@pytest.mark.parametrize(("verzoek", "status"), FOUTE_VRAGEN, ids=lambda w: str(w)[:60])
def test_wat_niet_kan_krijgt_een_probleem(client: Klant, verzoek: dict[str, Any], status: int) -> None:
    koppen = {"Authorization": f"Bearer {token(client)}", "Content-Type": "application/json"} | verzoek.get(
        "headers", {}
    )
    antwoord = client.post("/gegevens", **(verzoek | {"headers": koppen}))
    is_probleem(antwoord, status)
    assert "999990019" not in antwoord.text


@pytest.mark.parametrize(
    ("methode", "pad", "status"),
    [("GET", "/gegevens", 405), ("PUT", "/gegevens", 405), ("GET", "/token", 405), ("POST", "/gegevens/", 404),
     ("GET", "/", 404), ("GET", "/docs", 404)],
)  # fmt: skip
def test_een_ander_adres_bestaat_niet(client: Klant, methode: str, pad: str, status: int) -> None:
    antwoord = client.stuur(methode, pad)
    is_probleem(antwoord, status)
    assert status == 404 or antwoord.headers["Allow"] == "POST"


def test_wat_stuk_is_zegt_niets_over_een_inwoner(
    sqlite: Omgeving, client: Klant, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuk(*_: Any) -> None:
        raise RuntimeError("999990019")

    monkeypatch.setattr(api, "maak_pagina", stuk)
    with caplog.at_level(logging.DEBUG):
        is_probleem(vraag(client), 503)
    assert "RuntimeError" in caplog.text and "999990019" not in caplog.text


def test_in_het_logboek_staan_dagen_en_aantallen(
    sqlite: Omgeving, client: Klant, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    drie(sqlite)
    with caplog.at_level(logging.INFO, "tijdig.ddas"):
        vraag(client)
    assert "ddas: 2026-07-01 tot en met 2026-07-31, pagina 1: 4 signalen, 3 zaken, 0 afgekeurd" in caplog.text
    assert "99999" not in caplog.text + "".join(capfd.readouterr())
