# pyright: basic
"""What does a colleague see in the lists: which taken, in which order, with which words; and what never."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from models import afwezig
from models.beleidsbestand import feestdagen, laad_beleid, lees_beleidsdata
from models.database import schrijven
from models.werkvoorraad import BLAD
from rules.beleid import Beleid, met_parameter, parse_beleid
from rules.rollen import Rol
from rules.woorden import Taaksoort
from tasks.omgeving import Omgeving, gebruik
from tests.models.bouwers import GEMEENTE, een_persoon
from tests.models.taken import INCASSO, JULI_20, JULI_24, JULI_27, een_collega, een_taak, gebeurd, stand
from tests.worklist.bouwstenen import klant
from tests.worklist.stad import op_dag, stel_klok

DAG = timedelta(days=1)


@pytest.fixture
def hier(waar: Omgeving) -> Omgeving:
    """Monday 20 July 2026, ten o'clock."""
    return stel_klok(waar, op_dag(JULI_20))


def taken_op(pagina: str) -> list[int]:
    """The taken to which a page links, in order."""
    return [int(nummer) for nummer in re.findall(r'href="/taak/(\d+)"', pagina)]


TERMIJNEN = [
    pytest.param(JULI_20 - 5 * DAG, "3 werkdagen te laat", id="woensdag, nu maandag"),
    pytest.param(JULI_20 - 3 * DAG, "1 werkdag te laat", id="vrijdag, nu maandag"),
    pytest.param(JULI_20, ">vandaag<", id="vandaag"),
    pytest.param(JULI_20 + DAG, "over 1 werkdag<", id="morgen"),
    pytest.param(JULI_24, "over 4 werkdagen", id="vrijdag"),
    pytest.param(JULI_27, "over 5 werkdagen", id="maandag: het weekend telt niet"),
]


@pytest.mark.parametrize(("dag", "verwacht"), TERMIJNEN)
def test_de_termijn_staat_er_in_werkdagen(hier: Omgeving, dag, verwacht: str) -> None:
    een_taak(hier, uiterlijk=dag)
    assert verwacht in klant(hier, Rol.VROEGSIGNALERING).lees("/taken?van=vrij")


def test_de_lijst_zegt_waarom_een_taak_eerst_komt(hier: Omgeving) -> None:
    laag = een_taak(hier, voorrang=JULI_27)
    redenen = [["crisis", 3650], ["wettelijk", 14], ["twee-signalen", 3]]
    hoog = een_taak(hier, Taaksoort.CRISIS, voorrang=JULI_20, redenen=redenen, wettelijk=True)
    pagina = klant(hier, Rol.VROEGSIGNALERING).lees("/taken?van=team")
    assert taken_op(pagina) == [hoog, laag]
    assert "er dreigt een crisis, de wet geeft een termijn, er zijn twee signalen" in pagina
    assert "merkje--crisis" in pagina and "uit de wet" in pagina


def test_de_lijst_noemt_geen_namen_adressen_of_nummers(hier: Omgeving) -> None:
    persoon = een_persoon(7, achternaam="Zeldzaam", bsn="")
    een_taak(hier, persoon=persoon)
    browser = klant(hier, Rol.VROEGSIGNALERING)
    for van in ("mij", "team", "vrij", "alle"):
        pagina = browser.lees(f"/taken?van={van}")
        assert "Zeldzaam" not in pagina and "Dorpsstraat" not in pagina and "1007AB" not in pagina
    assert "1007" in pagina


def test_de_tabbladen_tellen_wat_erin_staat(hier: Omgeving) -> None:
    browser = klant(hier, Rol.VROEGSIGNALERING)
    tom = een_collega(hier, "Tom")
    een_taak(hier, behandelaar_id=browser.id)
    een_taak(hier, behandelaar_id=tom)
    een_taak(hier)
    een_taak(hier, Taaksoort.GESPREK_PLANNEN, uiterlijk=JULI_20 - DAG)
    een_taak(hier, afdeling=INCASSO)
    pagina = browser.lees("/taken?van=alle")
    tellingen = re.findall(r"(Van mij|Van mijn team|Van niemand|Alles) <span[^>]*>(\d+)<", pagina)
    assert tellingen == [("Van mij", "1"), ("Van mijn team", "3"), ("Van niemand", "1"), ("Alles", "4")]
    assert '<strong class="fout">1</strong> te laat' in pagina
    for van, aantal in (("mij", 1), ("team", 3), ("vrij", 1), ("alle", 4)):
        assert len(taken_op(browser.lees(f"/taken?van={van}"))) == aantal


def test_de_andere_afdeling_ziet_er_niets_van(hier: Omgeving) -> None:
    een_taak(hier)
    eigen = een_taak(hier, afdeling=INCASSO)
    pagina = klant(hier, Rol.INVORDERING).lees("/taken?van=alle")
    assert taken_op(pagina) == [eigen]
    assert "Gesprek plannen" not in pagina and "V-000" not in pagina


@pytest.mark.parametrize(
    ("vraag", "verwacht"),
    [
        pytest.param("soort=huisbezoek", ["bezoek"], id="soort"),
        pytest.param("wijk=1234", ["wijk"], id="wijk"),
        pytest.param("term=te-laat", ["laat"], id="te laat"),
        pytest.param("term=vandaag", ["nu"], id="vandaag"),
        pytest.param("term=deze-week", ["nu", "wijk"], id="deze week"),
        pytest.param("wijk=12", ["laat", "nu", "wijk", "bezoek"], id="een halve wijk: geen filter"),
        pytest.param("soort=onzin&term=ooit&blad=x", ["laat", "nu", "wijk", "bezoek"], id="onzin: geen filter"),
        pytest.param("gemeente=buurdorp", ["laat", "nu", "wijk", "bezoek"], id="een gemeente van een ander"),
    ],
)
def test_filters(hier: Omgeving, vraag: str, verwacht: list[str]) -> None:
    taken = {
        een_taak(hier, uiterlijk=JULI_20 - DAG): "laat",
        een_taak(hier, uiterlijk=JULI_20): "nu",
        een_taak(hier, wijk="1234", uiterlijk=JULI_24): "wijk",
        een_taak(hier, Taaksoort.HUISBEZOEK): "bezoek",
    }
    pagina = klant(hier, Rol.VROEGSIGNALERING).lees(f"/taken?van=alle&{vraag}")
    assert [taken[t] for t in taken_op(pagina)] == verwacht


def test_bladeren_houdt_de_keuze_vast(hier: Omgeving) -> None:
    taken = [een_taak(hier, voorrang=JULI_24 + n * DAG) for n in range(BLAD + 2)]
    een_taak(hier, Taaksoort.HUISBEZOEK)
    browser = klant(hier, Rol.VROEGSIGNALERING)
    eerste = browser.lees("/taken?van=vrij&soort=bellen")
    assert taken_op(eerste) == taken[:BLAD]
    [volgende] = re.findall(r'rel="next" href="([^"]+)"', eerste)
    tweede = browser.lees(volgende.replace("&amp;", "&"))
    assert taken_op(tweede) == taken[BLAD:]
    assert "Blad 2 van 2" in tweede and 'rel="next"' not in tweede
    assert taken_op(browser.lees("/taken?van=vrij&soort=bellen&blad=99")) == taken[BLAD:]


def test_wat_is_weggelegd_is_er_niet_tot_zijn_dag(hier: Omgeving) -> None:
    later = een_taak(hier, wacht_tot=JULI_24, wacht_reden="terugbellen")
    browser = klant(hier, Rol.VROEGSIGNALERING)
    pagina = browser.lees("/taken?van=vrij")
    assert taken_op(pagina) == [] and "<strong>1</strong> weggelegd voor later" in pagina
    weg = browser.lees("/taken?van=vrij&weg=1")
    assert taken_op(weg) == [later]
    assert "24 juli 2026</time>: de inwoner vroeg om later te bellen" in weg
    stel_klok(hier, op_dag(JULI_24))
    assert taken_op(browser.lees("/taken?van=vrij")) == [later]


def test_wie_vervangt_ziet_de_taken_van_wie_er_niet_is(hier: Omgeving) -> None:
    browser, fatima = klant(hier, Rol.VROEGSIGNALERING), een_collega(hier, "Fatima")
    taak = een_taak(hier, behandelaar_id=fatima)
    assert taken_op(browser.lees("/taken")) == []
    with schrijven(hier.engine) as db:
        afwezig.meld_afwezig(db, fatima, JULI_20, JULI_24, browser.id)
    pagina = browser.lees("/taken")
    assert taken_op(pagina) == [taak] and "Fatima (u vervangt)" in pagina
    stel_klok(hier, op_dag(JULI_24 + DAG))
    assert taken_op(browser.lees("/taken")) == []


LEEG = [
    pytest.param("van=mij", "Pak de volgende taak van uw team", id="van mij"),
    pytest.param("van=vrij", "heeft al iemand", id="van niemand"),
    pytest.param("van=team", "Nieuwe taken komen vanzelf", id="van het team"),
    pytest.param("van=alle&wijk=9999", "haal alle keuzes weg", id="met een filter"),
    pytest.param("van=mij&weg=1", "voor later heeft weggelegd", id="weggelegd"),
]


@pytest.mark.parametrize(("vraag", "verwacht"), LEEG)
def test_een_lege_lijst_zegt_wat_nu(sqlite: Omgeving, vraag: str, verwacht: str) -> None:
    assert verwacht in klant(stel_klok(sqlite, op_dag(JULI_20)), Rol.VROEGSIGNALERING).lees(f"/taken?{vraag}")


def test_pak_de_volgende_opent_de_eerste_van_niemand(hier: Omgeving) -> None:
    browser = klant(hier, Rol.VROEGSIGNALERING)
    een_taak(hier, voorrang=JULI_20, behandelaar_id=een_collega(hier, "Tom"))
    een_taak(hier, voorrang=JULI_20, wacht_tot=JULI_27)
    een_taak(hier, voorrang=JULI_20, afdeling=INCASSO)
    een_taak(hier, Taaksoort.GESPREK_PLANNEN, voorrang=JULI_20)
    tweede, eerste = een_taak(hier, voorrang=JULI_27), een_taak(hier, voorrang=JULI_24)
    for taak in (eerste, tweede):
        antwoord = browser.stuur("/taken/volgende")
        assert (antwoord.status_code, antwoord.headers["location"]) == (303, f"/taak/{taak}")
        assert stand(hier, taak).behandelaar_id == browser.id
        assert gebeurd(hier, taak) == [("genomen", browser.id)]
    assert browser.stuur("/taken/volgende").headers["location"] == "/taken?van=team"
    assert "Er is nu geen taak die u kunt pakken" in browser.lees("/taken?van=team")


def test_pak_de_volgende_houdt_zich_aan_de_keuze(hier: Omgeving) -> None:
    browser = klant(hier, Rol.VROEGSIGNALERING)
    een_taak(hier, Taaksoort.HUISBEZOEK, voorrang=JULI_20)
    taak = een_taak(hier, voorrang=JULI_27)
    assert browser.stuur("/taken/volgende", soort="bellen").headers["location"] == f"/taak/{taak}"
    leeg = browser.stuur("/taken/volgende", soort="bellen")
    assert leeg.headers["location"] == "/taken?van=team&soort=bellen"


def test_twee_collegas_die_tegelijk_pakken_krijgen_elk_een_andere(hier: Omgeving) -> None:
    browsers = [klant(hier, Rol.VROEGSIGNALERING, naam=f"Collega {n}") for n in range(2)]
    taken = [een_taak(hier) for _ in range(8)]

    def pak(browser) -> list[str]:
        return [browser.stuur("/taken/volgende").headers["location"] for _ in range(len(taken) // 2)]

    with ThreadPoolExecutor(2) as ploeg:
        gepakt = [pad for paden in ploeg.map(pak, browsers) for pad in paden]
    assert sorted(gepakt) == sorted(f"/taak/{taak}" for taak in taken)


def test_zonder_merkteken_van_de_sessie_pakt_niemand_iets(hier: Omgeving) -> None:
    browser, taak = klant(hier, Rol.VROEGSIGNALERING), een_taak(hier)
    assert browser.post("/taken/volgende", data={"csrf": "nee"}).status_code == 403
    assert stand(hier, taak).behandelaar_id is None


@pytest.mark.parametrize("rol", [Rol.BEHEER, Rol.BELEID, Rol.TEAMLEIDING])
def test_wie_geen_afdeling_heeft_ziet_geen_lijst(sqlite: Omgeving, rol: Rol) -> None:
    assert klant(sqlite, rol).get("/taken").status_code == 403


def test_wie_voor_twee_gemeenten_werkt_kan_er_een_kiezen(hier: Omgeving) -> None:
    browser = klant(hier, Rol.VROEGSIGNALERING, gemeenten=(GEMEENTE, "buurdorp"))
    hier_, daar = een_taak(hier), een_taak(hier, gemeente="buurdorp")
    assert taken_op(browser.lees("/taken?van=alle")) == [hier_, daar]
    pagina = browser.lees("/taken?van=alle&gemeente=buurdorp")
    assert taken_op(pagina) == [daar] and 'id="gemeente"' in pagina
    assert 'id="gemeente"' not in klant(hier, Rol.VROEGSIGNALERING, naam="Een").lees("/taken")


def test_elke_gemeente_telt_haar_eigen_werkdagen(hier: Omgeving) -> None:
    dicht = met_parameter(lees_beleidsdata(GEMEENTE), "kalender.stiltemomenten", '["2026-07-22/2026-07-23"]')
    beleid = {GEMEENTE: parse_beleid(dicht, feestdagen()), "buurdorp": laad_beleid("buurdorp")}
    gebruik(replace(stel_klok(hier, op_dag(JULI_20)), beleid=beleid.__getitem__))
    een_taak(hier, uiterlijk=JULI_24)
    een_taak(hier, uiterlijk=JULI_24, gemeente="buurdorp")
    pagina = klant(hier, Rol.VROEGSIGNALERING, gemeenten=(GEMEENTE, "buurdorp")).lees("/taken?van=alle")
    assert re.findall(r"over \d werkdagen", pagina) == ["over 2 werkdagen", "over 4 werkdagen"]


def test_een_gemeente_zonder_leesbaar_beleid_houdt_de_lijst_niet_tegen(hier: Omgeving) -> None:
    een_taak(hier, uiterlijk=JULI_24)
    browser = klant(hier, Rol.VROEGSIGNALERING)

    def kapot(_: str) -> Beleid:
        raise FileNotFoundError

    gebruik(replace(stel_klok(hier, op_dag(JULI_20)), beleid=kapot))
    assert "over 4 werkdagen" in browser.lees("/taken?van=alle")
