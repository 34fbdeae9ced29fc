# pyright: basic
"""Is a zaak found by number, BSN, name and address: only the own ones, with a reason, and without a trace elsewhere?"""

import html
import logging
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from models.database import schrijven
from models.zoeken import plat
from rules.levering import Adres
from rules.rollen import Rol
from tasks.omgeving import Omgeving
from tests.models.bouwers import bsns, een_persoon, een_signaal, een_vordering, leg_op, signaleer
from tests.tasks.aanvallen import DRUKBAAR
from tests.worklist import dossiers
from tests.worklist.bouwstenen import Klant, klant
from tests.worklist.dossiers import JULI_20

ADRES = Adres("Kerkstraat", "12", "A", "1234AB", "Voorbeeldstad")
ANNE = een_persoon(0, achternaam="Müller-d'Hónt", voorvoegsel="van der", adres=ADRES, geboortedatum=date(1970, 2, 3))
BSN = bsns(400)[0]


@pytest.fixture
def nu(waar: Omgeving) -> Omgeving:
    """Two residents at each department, on both databases."""
    vul(dossiers.op_dag(waar))
    return waar


def vul(waar: Omgeving) -> None:
    """Two residents at each department; one of them is known at both."""
    leg_op(waar, [een_vordering(ANNE), een_vordering(een_persoon(1, achternaam="Zomer"), nummer="A2")])
    signaleer(waar, een_signaal(ANNE), een_signaal(een_persoon(2, achternaam="Winter"), "K2"), dag=JULI_20)


@pytest.fixture
def klein(sqlite: Omgeving) -> Omgeving:
    """Nothing yet, on SQLite."""
    return dossiers.op_dag(sqlite)


def zoek(collega: Klant, **velden: str) -> str:
    antwoord = collega.stuur("/zoeken", **({"waarom": "controle"} | velden))
    assert antwoord.status_code == 200, antwoord.text
    return html.unescape(antwoord.text)


VRAGEN: list[Any] = [
    pytest.param({"bsn": BSN}, id="BSN"),
    pytest.param({"bsn": f"{BSN[:4]} {BSN[4:6]}.{BSN[6:]}"}, id="BSN met spaties en punten"),
    pytest.param({"naam": "Müller-d'Hónt"}, id="hele naam"),
    pytest.param({"naam": "mull"}, id="begin, zonder hoofdletters en tekens"),
    pytest.param({"naam": "MULLER D HONT"}, id="spaties in plaats van tekens"),
    pytest.param({"naam": "van der mül"}, id="met voorvoegsel"),
    pytest.param({"naam": "Müller, van der"}, id="voorvoegsel achteraan"),
    pytest.param({"naam": "mu", "geboren": "1970-02-03"}, id="naam en geboortedatum"),
    pytest.param({"postcode": "1234 ab", "huisnummer": "12"}, id="adres zonder toevoeging"),
    pytest.param({"postcode": "1234AB", "huisnummer": "12", "toevoeging": "a"}, id="adres met toevoeging"),
    pytest.param({"postcode": "1234AB", "huisnummer": "12a"}, id="toevoeging aan het huisnummer"),
    pytest.param({"postcode": "1234AB", "huisnummer": "12-A", "naam": "mu", "bsn": BSN}, id="alles tegelijk"),
]


@pytest.mark.parametrize("velden", VRAGEN)
def test_een_inwoner_is_te_vinden(velden: dict[str, str], nu: Omgeving) -> None:
    pagina = zoek(klant(nu, Rol.INVORDERING), **velden)
    assert "I-000001" in pagina and "van der Müller-d'Hónt" in pagina and "3 februari 1970" in pagina
    assert "I-000002" not in pagina and "V-000" not in pagina and "Winter" not in pagina
    assert 'href="/zaak/I-000001?waarom=controle"' in pagina


NIETS: list[Any] = [
    pytest.param({"naam": "Winter"}, id="kent alleen de andere afdeling"),
    pytest.param({"bsn": bsns(400)[2]}, id="BSN van de andere afdeling"),
    pytest.param({"postcode": "1002AB", "huisnummer": "3"}, id="adres van de andere afdeling"),
    pytest.param({"nummer": "V-000004"}, id="nummer van de andere afdeling"),
    pytest.param({"nummer": "I-000004"}, id="dat nummer met de eigen letter"),
    pytest.param({"nummer": "V-000001"}, id="eigen nummer met de andere letter"),
    pytest.param({"naam": "Niemand"}, id="kent niemand"),
    pytest.param({"bsn": bsns(400)[300]}, id="BSN dat niemand heeft"),
    pytest.param({"nummer": "I-999999"}, id="nummer dat er niet is"),
    pytest.param({"naam": "mu", "geboren": "1970-02-04"}, id="andere geboortedatum"),
    pytest.param({"naam": "uller"}, id="midden uit de naam"),
    pytest.param({"postcode": "1234AB", "huisnummer": "12", "toevoeging": "B"}, id="andere toevoeging"),
    pytest.param({"naam": "mu%"}, id="een procentteken is geen joker"),
    pytest.param({"naam": "mu_ler"}, id="een streepje onder is geen joker"),
]


@pytest.mark.parametrize("velden", NIETS)
def test_wat_er_niet_is_en_wat_van_een_ander_is_klinkt_gelijk(velden: dict[str, str], klein: Omgeving) -> None:
    vul(klein)
    pagina = zoek(klant(klein, Rol.INVORDERING), **velden)
    assert "Niets gevonden bij uw team." in pagina and "/zaak/" not in pagina
    assert dossiers.inzagen(klein) == []


def test_wie_voor_een_andere_gemeente_werkt_vindt_niets(nu: Omgeving) -> None:
    assert "Niets gevonden" in zoek(klant(nu, Rol.INVORDERING, gemeenten=("buurdorp",)), naam="mu", bsn=BSN)


def test_wat_getoond_wordt_is_genoteerd_met_de_reden(nu: Omgeving) -> None:
    collega = klant(nu, Rol.VROEGSIGNALERING)
    zoek(collega, naam="mu", waarom="klacht-of-inzageverzoek")
    assert dossiers.inzagen(nu) == [(collega.id, 3, "zoeken", "klacht-of-inzageverzoek")]


def test_een_zaaknummer_gaat_meteen_naar_de_zaak(nu: Omgeving) -> None:
    collega = klant(nu, Rol.INVORDERING)
    antwoord = collega.stuur("/zoeken", nummer="i-1", waarom="inwoner-belt")
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/zaak/I-000001?waarom=inwoner-belt")
    assert dossiers.inzagen(nu) == []
    collega.lees(antwoord.headers["location"])
    assert (collega.id, 1, "zaak", "inwoner-belt") in dossiers.inzagen(nu)


FOUT: list[Any] = [
    pytest.param({"naam": "mu", "waarom": ""}, "Kies waarom u zoekt.", id="geen reden"),
    pytest.param({"naam": "mu", "waarom": "lijst"}, "Kies waarom u zoekt.", id="reden die niet te kiezen is"),
    pytest.param({"waarom": "controle"}, "Vul een zaaknummer, een BSN", id="niets ingevuld"),
    pytest.param({"waarom": "controle", "geboren": "1970-02-03"}, "Vul een zaaknummer", id="alleen een geboortedatum"),
    pytest.param({"waarom": "controle", "bsn": "123456789"}, "Dit is geen goed BSN.", id="elfproef"),
    pytest.param({"waarom": "controle", "bsn": "x"}, "Dit is geen goed BSN.", id="geen cijfers"),
    pytest.param({"waarom": "controle", "nummer": "123"}, "Een zaaknummer ziet eruit als", id="geen zaaknummer"),
    pytest.param({"waarom": "controle", "naam": "m"}, "minstens 2 letters", id="een letter"),
    pytest.param({"waarom": "controle", "naam": "..-"}, "minstens 2 letters", id="alleen tekens"),
    pytest.param({"waarom": "controle", "postcode": "12"}, "Vul een postcode in", id="halve postcode"),
    pytest.param({"waarom": "controle", "postcode": "1234AB"}, "Vul ook een huisnummer in", id="geen huisnummer"),
    pytest.param({"waarom": "controle", "huisnummer": "12"}, "Vul een postcode in", id="geen postcode"),
    pytest.param({"waarom": "controle", "naam": "mu", "geboren": "3-2"}, "Vul een datum in", id="geen datum"),
]


@pytest.mark.parametrize(("velden", "melding"), FOUT)
def test_wat_niet_klopt_wordt_gezegd_en_blijft_staan(velden: dict[str, str], melding: str, klein: Omgeving) -> None:
    antwoord = klant(klein, Rol.INVORDERING).stuur("/zoeken", **velden)
    assert antwoord.status_code == 422 and melding in antwoord.text
    for naam, waarde in velden.items():
        assert not waarde or naam == "waarom" or f'value="{waarde}"' in antwoord.text


def test_er_staan_er_hoogstens_twintig(nu: Omgeving) -> None:
    mensen = [een_persoon(n, achternaam=f"Veelvoor{n}") for n in range(10, 31)]
    leg_op(nu, [een_vordering(p, nummer=f"B{n}") for n, p in enumerate(mensen)], levering="L2")
    collega = klant(nu, Rol.INVORDERING)
    pagina = zoek(collega, naam="veelvoor")
    assert pagina.count("?waarom=controle") == 20 and "Vul meer in om beter te zoeken." in pagina
    assert len(dossiers.inzagen(nu)) == 20


def test_open_zaken_staan_vooraan(klein: Omgeving) -> None:
    leg_op(
        klein, [een_vordering(een_persoon(0, achternaam="Aab")), een_vordering(een_persoon(1, achternaam="Aac"), "A2")]
    )
    with schrijven(klein.engine) as db:
        db.execute(text("UPDATE zaak SET volgende_toets = NULL WHERE id = 1"))
    pagina = zoek(klant(klein, Rol.INVORDERING), naam="aa")
    assert pagina.index("I-000002") < pagina.index("I-000001")


def test_zoeken_kan_alleen_met_een_formulier_van_ons(klein: Omgeving) -> None:
    collega = klant(klein, Rol.INVORDERING)
    assert collega.post("/zoeken", data={"naam": "mu", "waarom": "controle"}).status_code == 403
    assert "Niets gevonden" not in collega.lees("/zoeken?naam=mu&waarom=controle")


def test_wat_is_ingetypt_komt_in_geen_log(nu: Omgeving, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        zoek(klant(nu, Rol.INVORDERING), naam="mu", bsn=BSN)
    eigen = [r.getMessage() for r in caplog.records if not r.name.startswith(("httpx", "httpcore"))]
    assert not [regel for regel in eigen if BSN in regel or "Müller" in regel or "mu" in regel.split()]


def test_wat_iemand_intypt_is_tekst(klein: Omgeving) -> None:
    mensen = [een_persoon(n, achternaam=tekst) for n, tekst in enumerate(DRUKBAAR.values())]
    leg_op(klein, [een_vordering(p, nummer=f"A{n}") for n, p in enumerate(mensen)])
    collega = klant(klein, Rol.INVORDERING)
    for n, tekst in enumerate(DRUKBAAR.values(), 1):
        antwoord = collega.stuur("/zoeken", naam=tekst, waarom="controle")
        rauw = antwoord.text
        for code in ("<script>alert", "<img src=x", "<svg/onload", '" onclick="x', "</p><h1>x"):
            assert code not in rauw
        if antwoord.status_code == 200 and "," not in tekst:
            assert f"I-{n:06}" in rauw and tekst in html.unescape(rauw)


@pytest.mark.parametrize("rollen", [{Rol.BEHEER}, {Rol.BELEID}, {Rol.TEAMLEIDING}], ids=str)
def test_wie_niet_met_inwoners_werkt_kan_niet_zoeken(rollen: set[Rol], klein: Omgeving) -> None:
    wie = klant(klein, *rollen)
    assert wie.get("/zoeken").status_code == 403 and wie.stuur("/zoeken", naam="mu").status_code == 403


@pytest.mark.parametrize(("naam", "verwacht"), [
    ("d'Hónt", "dhont"), ("ŁUKASZ", "lukasz"), ("Ñandú", "nandu"), ("Øster-Åse", "osterase"), ("IJsbrand", "ijsbrand"),
    ("Şahin", "sahin"), ("Ğ", "g"), ("Müller", "muller"), ("Mu\u0308ller", "muller"), ("O’Brien", "obrien"),
])  # fmt: skip
def test_een_naam_zonder_tekens(naam: str, verwacht: str) -> None:
    assert plat(naam) == verwacht


@pytest.mark.parametrize(
    "naam", ["[a-z]*", "mu.ler", "^mu", "mu|wi", "(mu", "mu\\", "mu[", "mu\0", "mu\ud7ff", "日本", "mu\n"]
)
def test_een_vreemd_patroon_breekt_niets(naam: str, nu: Omgeving) -> None:
    antwoord = klant(nu, Rol.INVORDERING).stuur("/zoeken", naam=naam, waarom="controle")
    assert antwoord.status_code == 200 and "Winter" not in antwoord.text and "Zomer" not in antwoord.text


@pytest.mark.parametrize("naam", ["Łukasz", "Şahin", "Øster-Åse", "Mu\u0308ller", "Čapek", "O’Brien", "Ðorđe"])
def test_beide_databases_kennen_dezelfde_letters(naam: str, waar: Omgeving) -> None:
    waar = dossiers.op_dag(waar)
    leg_op(waar, [een_vordering(een_persoon(0, achternaam=naam))])
    assert "I-000001" in zoek(klant(waar, Rol.INVORDERING), naam=plat(naam))
