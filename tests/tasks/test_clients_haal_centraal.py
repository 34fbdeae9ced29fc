"""Does the BRP client ask as little as it may, and does it read every awkward answer?"""

import logging
from collections.abc import Iterator
from datetime import date
from typing import Any

import httpx
import pytest

from rules.levering import Adres
from tasks.clients.brp import Adressoort, BrpOnbereikbaar, BrpPersoon, BrpWeigert
from tasks.clients.haal_centraal import HaalCentraalBrp
from tasks.fouten import OnjuisteInstelling, PermanentFailure, TemporaryFailure
from tests.standins.brp_personen import (
    BERT,
    BUITENLAND,
    DINA,
    EMRE,
    FATMA,
    GIJS,
    ONDERZOEK,
    OVERLEDEN,
    een_persoon,
    een_verblijf,
    op_nummer,
)
from tests.standins.brp_server import BrpServer
from tests.standins.lekken import logtekst

Json = dict[str, Any]


@pytest.fixture
def server() -> Iterator[BrpServer]:
    """A BRP of our own."""
    with BrpServer() as server:
        yield server


@pytest.fixture
def brp(server: BrpServer) -> Iterator[HaalCentraalBrp]:
    """The real client on that BRP."""
    with HaalCentraalBrp(server.basis, {"x-doelbinding": "schuldhulp"}) as brp:
        yield brp


def test_a_person_is_read_with_all_parts(server: BrpServer, brp: HaalCentraalBrp) -> None:
    server.personen = [een_persoon()]
    assert brp.zoek_bsns([BERT]) == {
        BERT: BrpPersoon(
            bsn=BERT,
            in_gemeente="1999",
            voorletters="B.",
            voorvoegsel="van den",
            achternaam="Berg",
            geboortedatum=date(1980, 5, 17),
            adres=Adres("Lange Straat", "12", "", "1234AB", "Voorbeeldstad"),
            adressoort=Adressoort.ADRES,
        )
    }
    assert server.koppen["x-doelbinding"] == "schuldhulp"


@pytest.mark.parametrize(
    ("bron", "verwacht"),
    [
        pytest.param({"opschortingBijhouding": OVERLEDEN}, {"overleden": True, "uitgeschreven": "O"}, id="overleden"),
        pytest.param(
            {"opschortingBijhouding": {"reden": {"code": "E"}}},
            {"overleden": False, "uitgeschreven": "E"},
            id="geemigreerd",
        ),
        pytest.param({"geheimhoudingPersoonsgegevens": True}, {"geheimhouding": True}, id="geheimhouding"),
        pytest.param({"inOnderzoek": {"leeftijd": True}}, {"in_onderzoek": True}, id="persoon in onderzoek"),
        pytest.param(
            {"verblijfplaats": een_verblijf() | {"inOnderzoek": ONDERZOEK}},
            {"in_onderzoek": True},
            id="adres in onderzoek",
        ),
        pytest.param(
            {"verblijfplaats": een_verblijf() | {"indicatieVastgesteldVerblijftNietOpAdres": True}},
            {"vertrokken": True, "adressoort": Adressoort.ADRES},
            id="woont niet meer op het adres",
        ),
        pytest.param(
            {"verblijfplaats": BUITENLAND}, {"adressoort": Adressoort.BUITENLAND, "adres": Adres()}, id="buitenland"
        ),
        pytest.param(
            {"verblijfplaats": {"type": "Locatie", "verblijfadres": {"locatiebeschrijving": "Woonboot"}}},
            {"adressoort": Adressoort.LOCATIE, "adres": Adres()},
            id="locatie",
        ),
        pytest.param(
            {"verblijfplaats": {"type": "VerblijfplaatsOnbekend"}},
            {"adressoort": Adressoort.ONBEKEND, "adres": Adres()},
            id="adres onbekend",
        ),
        pytest.param(
            {"verblijfplaats": een_verblijf(huisletter="A", huisnummertoevoeging="bis")},
            {"adres": Adres("Lange Straat", "12", "A bis", "1234AB", "Voorbeeldstad")},
            id="huisletter en toevoeging",
        ),
        pytest.param(
            {"geboorte": {"datum": {"type": "JaarMaandDatum", "jaar": 1980, "maand": 5, "langFormaat": "mei 1980"}}},
            {"geboortedatum": None},
            id="geboortedag onbekend",
        ),
        pytest.param(
            {"geboorte": {"datum": {"type": "JaarDatum", "jaar": 1980, "langFormaat": "1980"}}},
            {"geboortedatum": None},
            id="alleen geboortejaar",
        ),
        pytest.param(
            {"geboorte": {"datum": {"type": "DatumOnbekend", "onbekend": True, "langFormaat": "onbekend"}}},
            {"geboortedatum": None},
            id="geboortedatum onbekend",
        ),
        pytest.param({"gemeenteVanInschrijving": {"code": "0363"}}, {"in_gemeente": "0363"}, id="andere gemeente"),
    ],
)
def test_awkward_persons(server: BrpServer, brp: HaalCentraalBrp, bron: Json, verwacht: Json) -> None:
    server.personen = [een_persoon(**bron)]
    persoon = brp.zoek_bsns([BERT])[BERT]
    assert {naam: getattr(persoon, naam) for naam in verwacht} == verwacht


def test_a_person_of_whom_the_brp_says_nothing_more(server: BrpServer, brp: HaalCentraalBrp) -> None:
    server.personen = [{"burgerservicenummer": BERT}]
    assert brp.zoek_bsns([BERT]) == {BERT: BrpPersoon(bsn=BERT)}


def test_bsns_go_in_batches_of_twenty_and_once(server: BrpServer, brp: HaalCentraalBrp) -> None:
    bsns = [f"{900000000 + nummer}" for nummer in range(45)]
    server.personen = [een_persoon(bsn) for bsn in bsns]
    gevonden = brp.zoek_bsns([*bsns, bsns[0], "12345678", "geen bsn", ""])
    assert list(gevonden) == bsns
    assert [len(verzoek["burgerservicenummer"]) for verzoek in server.verzoeken] == [20, 20, 5]


def test_nothing_is_asked_about_nobody(server: BrpServer, brp: HaalCentraalBrp) -> None:
    assert brp.zoek_bsns([]) == {}
    assert brp.zoek_bsns(["geen bsn"]) == {}
    assert server.verzoeken == []


def test_an_unknown_bsn_is_absent(server: BrpServer, brp: HaalCentraalBrp) -> None:
    server.personen = [een_persoon()]
    assert list(brp.zoek_bsns([DINA, BERT])) == [BERT]


def test_only_the_people_behind_this_door_are_asked_about(server: BrpServer, brp: HaalCentraalBrp) -> None:
    server.personen = [
        op_nummer({}, "Lange Straat 12", BERT),
        op_nummer({"huisletter": "A"}, "Lange Straat 12 A", DINA),
        op_nummer({"huisnummertoevoeging": "A"}, "Lange Straat 12-A", EMRE),
        op_nummer({"huisletter": "B"}, "Lange Straat 12 B", FATMA),
        op_nummer({}, "Lange Straat 112", GIJS),
    ]
    assert [p.bsn for p in brp.zoek_adres("1234 ab", "12", "a", None, "")] == [DINA, EMRE]
    assert [verzoek.get("burgerservicenummer") for verzoek in server.verzoeken] == [None, [DINA, EMRE]]
    assert [p.bsn for p in brp.zoek_adres("1234AB", "12", "", None, "")] == [BERT]


def test_the_geboortedatum_decides_and_else_the_achternaam(server: BrpServer, brp: HaalCentraalBrp) -> None:
    jong = {"datum": {"type": "Datum", "datum": "2001-01-01", "langFormaat": "1 januari 2001"}}
    server.personen = [een_persoon(), een_persoon(DINA, geboorte=jong, naam={"geslachtsnaam": "Ozdemir"})]

    def gevonden(geboortedatum: date | None, achternaam: str) -> list[str]:
        return [p.bsn for p in brp.zoek_adres("1234AB", "12", "", geboortedatum, achternaam)]

    assert gevonden(date(1980, 5, 17), "naam van partner") == [BERT]
    assert gevonden(None, "OZDEMIR") == [DINA]
    assert gevonden(date(1999, 9, 9), "Berg") == []
    assert gevonden(None, "Berg; DROP") == [BERT, DINA]


def test_a_deceased_resident_is_found_at_the_address(server: BrpServer, brp: HaalCentraalBrp) -> None:
    server.personen = [een_persoon(opschortingBijhouding=OVERLEDEN)]
    assert [p.overleden for p in brp.zoek_adres("1234AB", "12", "", date(1980, 5, 17), "")] == [True]


@pytest.mark.parametrize(("postcode", "huisnummer"), [("B-1000", "12"), ("1234AB", ""), ("1234AB", "12a"), ("", "1")])
def test_an_address_that_cannot_be_asked_gives_nobody(
    server: BrpServer, brp: HaalCentraalBrp, postcode: str, huisnummer: str
) -> None:
    assert brp.zoek_adres(postcode, huisnummer, "", None, "Berg") == []
    assert server.verzoeken == []


@pytest.mark.parametrize(
    ("status", "soort"),
    [
        (400, PermanentFailure),
        (401, PermanentFailure),
        (403, PermanentFailure),
        (302, PermanentFailure),
        (429, TemporaryFailure),
        (500, TemporaryFailure),
        (503, TemporaryFailure),
    ],
)
def test_a_status_is_temporary_or_permanent(
    server: BrpServer, brp: HaalCentraalBrp, status: int, soort: type[Exception]
) -> None:
    server.status = status
    with pytest.raises(soort, match=str(status)):
        brp.zoek_bsns([BERT])


def test_a_page_of_a_proxy_is_no_answer(server: BrpServer, brp: HaalCentraalBrp) -> None:
    server.inhoud = "<html>Onderhoud</html>"
    with pytest.raises(BrpOnbereikbaar):
        brp.zoek_bsns([BERT])


def test_a_brp_that_is_away_or_hangs_up(server: BrpServer, brp: HaalCentraalBrp) -> None:
    server.breek = True
    with pytest.raises(BrpOnbereikbaar):
        brp.zoek_bsns([BERT])
    server.stop()
    with pytest.raises(BrpOnbereikbaar, match="ConnectError"):
        brp.zoek_bsns([BERT])


def test_a_refusal_names_the_parameter_and_never_the_value(
    server: BrpServer, brp: HaalCentraalBrp, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.weiger = ["burgerservicenummer[0]", f"waarde {BERT}"]
    with pytest.raises(BrpWeigert) as fout:
        brp.zoek_bsns([BERT])
    assert str(fout.value) == "De BRP weigert deze vraag. (400 paramsValidation burgerservicenummer[0])"
    assert fout.value.__cause__ is None
    assert BERT not in logtekst(caplog)


def test_failures_and_reprs_name_nobody(
    server: BrpServer, brp: HaalCentraalBrp, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.personen = [een_persoon()]
    persoon = brp.zoek_adres("1234AB", "12", "", None, "Berg")[0]
    server.breek = True
    with pytest.raises(BrpOnbereikbaar) as fout:
        brp.zoek_bsns([BERT])
    assert fout.value.__suppress_context__, "the failure of the HTTP client holds the question"
    logging.getLogger("proef").error("mislukt", exc_info=fout.value)
    alles = f"{logtekst(caplog)} {persoon!r}"
    for geheim in (BERT, "Berg", "Lange", "1234AB", "1980"):
        assert geheim not in alles


def test_the_stand_in_refuses_what_the_api_refuses(server: BrpServer) -> None:
    vragen: list[Json] = [
        {"type": "RaadpleegMetBurgerservicenummer", "fields": ["inOnderzoek"], "burgerservicenummer": [BERT]},
        {"type": "RaadpleegMetBurgerservicenummer", "fields": ["leeftijd"], "burgerservicenummer": [BERT] * 21},
        {"type": "RaadpleegMetBurgerservicenummer", "fields": ["leeftijd"], "burgerservicenummer": ["1"]},
        {"type": "RaadpleegMetBurgerservicenummer", "fields": ["leeftijd"]},
        {"type": "ZoekMetPostcodeEnHuisnummer", "fields": ["leeftijd"], "postcode": "1234AB", "huisnummer": 1, "x": 1},
    ]
    soort = {"Content-Type": "application/json; charset=utf-8"}
    antwoorden = [httpx.post(f"{server.basis}/personen", json=vraag, headers=soort) for vraag in vragen]
    assert [antwoord.status_code for antwoord in antwoorden] == [400] * 5
    assert httpx.post(f"{server.basis}/personen", json=vragen[0]).status_code == 415


def test_an_address_without_http_is_refused() -> None:
    with pytest.raises(OnjuisteInstelling):
        HaalCentraalBrp("brp.example")
