# pyright: basic
"""What does a colleague read on a taak, what may he do with it, and what happens when somebody else was first?"""

import re
from typing import Any

import pytest
from sqlalchemy import update

from models import afwezig
from models.database import schrijven, tabel
from models.feiten import rond_taak_af
from models.handelingen import actor
from models.logboek import Bijschrift, schrijf_bij
from models.register import sluit_taak
from models.tabellen import Inwoner
from rules.correctie import Correctiereden, correctie
from rules.log import Soort
from rules.rollen import Rol
from rules.uitkomst import lees_uitkomst
from rules.woorden import Taaksoort
from tasks import stappen
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE, JULI_8, JUNI_5, een_persoon, geef_nummer, lees
from tests.models.bouwers import tabel as tabel_rijen
from tests.models.taken import INCASSO, JULI_20, JULI_24, een_collega, een_taak, erbij, gebeurd, stand
from tests.worklist.bouwstenen import Klant, klant
from tests.worklist.stad import op_dag, stel_klok

VROEG = Rol.VROEGSIGNALERING


@pytest.fixture
def hier(waar: Omgeving) -> Omgeving:
    """Monday 20 July 2026, ten o'clock."""
    return stel_klok(waar, op_dag(JULI_20))


@pytest.fixture
def daar(sqlite: Omgeving) -> Omgeving:
    """The same, on SQLite only: for tests of what a page says."""
    return stel_klok(sqlite, op_dag(JULI_20))


def doe(browser: Klant, taak: int, wat: str, **velden: Any) -> Any:
    """Send an action with the version that is on the page now."""
    pagina = browser.lees(f"/taak/{taak}")
    [versie] = set(re.findall(r'name="versie" value="(\d+)"', pagina)) or {"0"}
    return browser.stuur(f"/taak/{taak}/{wat}", versie=versie, **velden)


# --- what it says ---------------------------------------------------------------------------------------------------


def test_de_pagina_zegt_waarom_de_taak_er_is_en_wie_het_is(hier: Omgeving) -> None:
    persoon = een_persoon(3, achternaam="Aydin", bsn="")
    with schrijven(hier.engine) as db:
        geef_nummer(db, persoon, "vroegsignalering", mobiel="+31612345678")
    redenen = [["goed-bereikbaar", 1]]
    taak = een_taak(hier, persoon=persoon, redenen=redenen, uiterlijk=JULI_24)
    pagina = klant(hier, VROEG).lees(f"/taak/{taak}")
    for stuk in (
        "A. Aydin", "+31612345678", "Dorpsstraat 4", "over 4 werkdagen", "Deze termijn koos de gemeente zelf",
        "heeft een telefoonnummer", "<code>call</code>", "er is een telefoonnummer", "20 juli 2026",
        f"?waarom=taak-{taak}", f"/taak/{taak}/uitkomst",
    ):  # fmt: skip
        assert stuk in pagina, stuk


SOORTEN = [
    pytest.param(Taaksoort.BELLEN, {"uitkomst"}, id="bellen"),
    pytest.param(Taaksoort.HUISBEZOEK, {"uitkomst", "bezoek"}, id="huisbezoek: ook plannen"),
    pytest.param(Taaksoort.GESPREK_PLANNEN, {"uitkomst", "gesprek"}, id="gesprek: ook plannen"),
    pytest.param(Taaksoort.CRISIS, {"uitkomst"}, id="crisis"),
    pytest.param(Taaksoort.REACTIE_LEZEN, {"uitkomst"}, id="reactie"),
]


@pytest.mark.parametrize(("soort", "verwacht"), SOORTEN)
def test_elke_soort_wijst_de_weg_naar_zijn_uitkomst(daar: Omgeving, soort: Taaksoort, verwacht: set[str]) -> None:
    taak = een_taak(daar, soort)
    pagina = klant(daar, VROEG).lees(f"/taak/{taak}")
    assert set(re.findall(rf'<a [^>]*href="/taak/{taak}/([a-z]+)"', pagina)) == verwacht


def test_een_dwangbevel_wordt_alleen_beoordeeld_met_het_hele_dossier(daar: Omgeving) -> None:
    taak = een_taak(daar, Taaksoort.DWANGBEVEL_BEOORDELEN, afdeling=INCASSO)
    pagina = klant(daar, Rol.INVORDERING).lees(f"/taak/{taak}")
    assert set(re.findall(rf'<a [^>]*href="/taak/{taak}/([a-z]+)"', pagina)) == {"dwangbevel"}


def test_een_termijn_uit_de_wet_noemt_het_artikel(daar: Omgeving) -> None:
    taak = een_taak(daar, Taaksoort.GESPREK_PLANNEN, wettelijk=True)
    assert "Wgs artikel 4" in klant(daar, VROEG).lees(f"/taak/{taak}")


def test_let_op_van_de_inwoner_staat_bovenaan(daar: Omgeving) -> None:
    taak = een_taak(daar, Taaksoort.HUISBEZOEK)
    with schrijven(daar.engine) as db:
        db.execute(update(tabel(Inwoner)).values(let_op="hond"))
    assert "Er is een hond die kan bijten" in klant(daar, VROEG).lees(f"/taak/{taak}")


def test_wat_eerder_is_geprobeerd_en_verstuurd_staat_erbij(hier: Omgeving) -> None:
    browser, taak = klant(hier, Rol.INVORDERING), een_taak(hier, afdeling=INCASSO, dag=JULI_8)
    stappen.zet([stand(hier, taak).zaak_id], GEMEENTE, JUNI_5)
    with schrijven(hier.engine) as db:
        rond_taak_af(db, taak, lees_uitkomst("niet bereikt ochtend"), JULI_20, actor(browser.id))
    pagina = browser.lees(f"/taak/{erbij(hier, taak, Taaksoort.HUISBEZOEK)}")
    assert "20 juli 2026</time>: bellen, niet bereikt, ochtend" in pagina
    assert "5 juni 2026</time>: Herinnering (brief), niet verzonden" in pagina


def test_een_poging_die_is_hersteld_staat_er_zoals_zij_was(hier: Omgeving) -> None:
    browser, taak = klant(hier, VROEG), een_taak(hier)
    with schrijven(hier.engine) as db:
        zaak = rond_taak_af(db, taak, lees_uitkomst("niet bereikt ochtend"), JULI_20, actor(browser.id))
        volgnr = max(r[1] for r in tabel_rijen(db, "gebeurtenis", "zaak_id", "volgnr") if r[0] == zaak)
        goed = {"soort": "bellen", "poging": 1, "uitkomst": "niet bereikt", "bereikt": False, "dagdeel": "avond"}
        regel = correctie(volgnr, Soort.TAAK_AFGEROND, Correctiereden.VERKEERDE_KEUZE, JULI_20, goed)
        schrijf_bij(db, [Bijschrift(zaak, regel)], JULI_20)
    pagina = browser.lees(f"/taak/{erbij(hier, taak, Taaksoort.HUISBEZOEK)}")
    assert "niet bereikt, avond" in pagina and "ochtend" not in pagina


def test_kijken_is_een_inzage_en_blijft_bewaard(hier: Omgeving) -> None:
    taak, browser = een_taak(hier), klant(hier, VROEG)
    browser.lees(f"/taak/{taak}")
    velden = ("medewerker_id", "zaak_id", "afdeling", "wat", "waarom")
    zaak = stand(hier, taak).zaak_id
    assert lees(hier, "inzage", *velden) == [(browser.id, zaak, "vroegsignalering", "taak", f"taak {taak}")]


AFLOOP = [
    pytest.param(
        lambda db, t, wie: rond_taak_af(db, t.id, lees_uitkomst("bereikt avond, wil hulp"), JULI_20, actor(wie)),
        "afgerond op 20 juli 2026 door Fatima: bereikt, wil hulp.", id="afgerond door een collega",
    ),
    pytest.param(
        lambda db, t, wie: rond_taak_af(db, t.id, lees_uitkomst("niet bereikt ochtend"), JULI_20, "systeem"),
        "afgerond op 20 juli 2026: niet bereikt.", id="afgerond, niet bekend door wie",
    ),
    pytest.param(
        lambda db, t, wie: sluit_taak(db, t.zaak_id, t.soort, t.poging, "vervallen", JULI_20),
        "vervallen op 20 juli 2026.", id="vervallen",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sluit", "verwacht"), AFLOOP)
def test_een_gesloten_taak_zegt_wie_hem_sloot_en_toont_de_inwoner_niet(daar: Omgeving, sluit, verwacht: str) -> None:
    persoon = een_persoon(4, achternaam="Aydin", bsn="")
    taak, wie = een_taak(daar, persoon=persoon), een_collega(daar, "Fatima")
    with schrijven(daar.engine) as db:
        sluit(db, stand(daar, taak), wie)
    pagina = klant(daar, VROEG).lees(f"/taak/{taak}")
    assert verwacht in re.sub(r"<[^>]+>", "", pagina)
    assert "Aydin" not in pagina and "Neem deze taak" not in pagina
    assert lees(daar, "inzage", "id") == []


# --- what he may do -------------------------------------------------------------------------------------------------


def test_een_taak_gaat_van_hand_tot_hand(hier: Omgeving) -> None:
    browser, fatima, taak = klant(hier, VROEG), een_collega(hier, "Fatima"), een_taak(hier)
    stappen_ = (
        ("neem", {}, f"/taak/{taak}", "Deze taak is nu van u", browser.id),
        ("leg-weg", {"tot": "2026-07-24", "wacht_reden": "terugbellen"}, "/taken", "komt op die dag terug", browser.id),
        ("haal-terug", {}, f"/taak/{taak}", "staat weer in de lijst", browser.id),
        ("escaleer", {"escalatie_reden": "onveilig"}, f"/taak/{taak}", "De teamleiding ziet deze taak", browser.id),
        ("geef-terug", {}, "/taken", "weer van het team", None),
        ("wijs-toe", {"aan": fatima}, "/taken", "nu van uw collega", fatima),
    )
    for wat, velden, pad, melding, van in stappen_:
        antwoord = doe(browser, taak, wat, **velden)
        assert (antwoord.status_code, antwoord.headers["location"]) == (303, pad), wat
        assert melding in browser.lees(pad), wat
        assert stand(hier, taak).behandelaar_id == van, wat
    soorten = ["genomen", "weggelegd", "teruggehaald", "geescaleerd", "teruggegeven", "toegewezen"]
    assert gebeurd(hier, taak) == [(soort, browser.id) for soort in soorten]
    pagina = browser.lees(f"/taak/{taak}")
    for stuk in (
        "aan een collega gegeven (aan Fatima)", "aan de teamleiding gegeven (het is niet veilig)",
        "weggelegd (tot 24 juli 2026, de inwoner vroeg om later te bellen)",
    ):  # fmt: skip
        assert stuk in pagina, stuk


MAG_NIET = [
    pytest.param("mij", "neem", {}, 303, id="nemen wat ik al heb: geen probleem"),
    pytest.param("fatima", "neem", {}, 422, id="nemen van een collega"),
    pytest.param("fatima", "geef-terug", {}, 422, id="teruggeven wat een collega heeft"),
    pytest.param("niemand", "geef-terug", {}, 422, id="teruggeven wat niemand heeft"),
    pytest.param("fatima", "wijs-toe", {"aan": "{mij}"}, 422, id="aan mij geven wat een collega heeft"),
    pytest.param("niemand", "wijs-toe", {"aan": "{elders}"}, 422, id="geven aan iemand van een andere gemeente"),
    pytest.param("niemand", "wijs-toe", {"aan": "{incasso}"}, 422, id="geven aan iemand van de andere afdeling"),
    pytest.param("niemand", "wijs-toe", {"aan": "999"}, 422, id="geven aan iemand die er niet is"),
    pytest.param("niemand", "leg-weg", {"tot": "2026-07-24", "wacht_reden": "afspraak"}, 422, id="eerst nemen"),
    pytest.param("mij", "leg-weg", {"tot": "2026-07-20", "wacht_reden": "afspraak"}, 422, id="weg tot vandaag"),
    pytest.param("mij", "leg-weg", {"tot": "2026-12-24", "wacht_reden": "afspraak"}, 422, id="te lang weg"),
    pytest.param("mij", "leg-weg", {"tot": "gisteren", "wacht_reden": "afspraak"}, 422, id="geen dag"),
    pytest.param("mij", "leg-weg", {"tot": "2026-07-24", "wacht_reden": "geen zin"}, 422, id="geen reden van de lijst"),
    pytest.param("mij", "haal-terug", {}, 422, id="terughalen wat niet weg is"),
    pytest.param("mij", "escaleer", {"escalatie_reden": "anders"}, 422, id="escaleren zonder reden van de lijst"),
    pytest.param("fatima", "escaleer", {"escalatie_reden": "onveilig"}, 303, id="escaleren mag bij elke taak"),
    pytest.param("niemand", "sla-over", {"overslaan_reden": "veiligheid"}, 422, id="overslaan: eerst nemen"),
    pytest.param("fatima", "sla-over", {"overslaan_reden": "veiligheid"}, 422, id="overslaan: van een collega"),
    pytest.param("mij", "sla-over", {"overslaan_reden": "capaciteit"}, 422, id="geen tijd: alleen de teamleiding"),
    pytest.param("mij", "sla-over", {"overslaan_reden": "bedrag"}, 422, id="geen reden voor een mens"),
    pytest.param("mij", "sla-over", {}, 422, id="overslaan zonder reden"),
]


@pytest.mark.parametrize(("van", "wat", "velden", "status"), MAG_NIET)
def test_wat_mag_en_wat_niet(daar: Omgeving, van: str, wat: str, velden: dict[str, str], status: int) -> None:
    browser = klant(daar, VROEG)
    mensen = {
        "mij": browser.id, "fatima": een_collega(daar, "Fatima"), "niemand": None,
        "elders": een_collega(daar, "Els", gemeenten=("buurdorp",)),
        "incasso": een_collega(daar, "Ies", Rol.INVORDERING),
    }  # fmt: skip
    taak = een_taak(daar, behandelaar_id=mensen[van])
    velden = {naam: waarde.format(**mensen) for naam, waarde in velden.items()}
    antwoord = browser.stuur(f"/taak/{taak}/{wat}", versie="0", **velden)
    assert antwoord.status_code == status
    assert stand(daar, taak).versie == (1 if status == 303 else 0)
    if status == 422:
        assert 'role="alert"' in antwoord.text and gebeurd(daar, taak) == []


def test_wat_iemand_invulde_blijft_staan_als_het_niet_kan(daar: Omgeving) -> None:
    browser = klant(daar, VROEG)
    taak = een_taak(daar, behandelaar_id=browser.id)
    tekst = doe(browser, taak, "leg-weg", tot="2026-07-01", wacht_reden="afspraak").text
    assert "Kies een dag na vandaag" in tekst and 'value="2026-07-01"' in tekst
    assert '<option value="afspraak" selected>' in tekst and "<details open>" in tekst


def test_een_wettelijke_termijn_wordt_niet_voorbij_gewacht(daar: Omgeving) -> None:
    browser = klant(daar, VROEG)
    taak = een_taak(daar, Taaksoort.GESPREK_PLANNEN, behandelaar_id=browser.id, wettelijk=True, uiterlijk=JULI_24)
    nee = doe(browser, taak, "leg-weg", tot="2026-07-25", wacht_reden="afspraak")
    assert nee.status_code == 422 and "termijn uit de wet" in nee.text
    assert doe(browser, taak, "leg-weg", tot="2026-07-24", wacht_reden="afspraak").status_code == 303


def test_wie_vervangt_mag_wat_zijn_collega_mag(daar: Omgeving) -> None:
    browser, fatima = klant(daar, VROEG), een_collega(daar, "Fatima")
    taak = een_taak(daar, behandelaar_id=fatima)
    with schrijven(daar.engine) as db:
        afwezig.meld_afwezig(db, fatima, JULI_20, JULI_24, browser.id)
    assert "Fatima (u vervangt)" in browser.lees(f"/taak/{taak}")
    assert doe(browser, taak, "leg-weg", tot="2026-07-24", wacht_reden="afspraak").status_code == 303
    assert doe(browser, taak, "neem").status_code == 303
    assert stand(daar, taak).behandelaar_id == browser.id


def test_de_teamleiding_geeft_ook_wat_van_een_ander_is_en_daarmee_is_het_gezien(daar: Omgeving) -> None:
    leider, fatima, tom = klant(daar, VROEG, Rol.TEAMLEIDING), een_collega(daar, "Fatima"), een_collega(daar, "Tom")
    taak = een_taak(daar, behandelaar_id=fatima, escalatie=2)
    assert doe(leider, taak, "wijs-toe", aan=tom).status_code == 303
    assert (stand(daar, taak).behandelaar_id, stand(daar, taak).escalatie) == (tom, 0)
    assert gebeurd(daar, taak) == [("verdeeld", leider.id)]
