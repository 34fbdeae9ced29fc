# pyright: basic
"""What does a team lead see of his team, how does he divide the work, and who is away when?"""

import re
from datetime import timedelta
from typing import Any

import pytest

from models import afwezig, taakbeheer
from models.database import lezen, schrijven
from rules.rollen import Rol
from rules.taakacties import Wachtreden
from rules.woorden import Taaksoort
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE
from tests.models.taken import INCASSO, JULI_20, JULI_24, JULI_27, blik_van, een_collega, een_taak, gebeurd, stand
from tests.worklist.bouwstenen import Klant, klant
from tests.worklist.stad import op_dag, stel_klok

DAG = timedelta(days=1)
VROEG, LEIDING = Rol.VROEGSIGNALERING, Rol.TEAMLEIDING


@pytest.fixture
def hier(waar: Omgeving) -> Omgeving:
    """Monday 20 July 2026, ten o'clock."""
    return stel_klok(waar, op_dag(JULI_20))


@pytest.fixture
def leider(hier: Omgeving) -> Klant:
    """The team lead of Vroegsignalering."""
    return klant(hier, VROEG, LEIDING, naam="Leida")


def cellen(pagina: str, naam: str) -> list[str]:
    """The figures of one colleague in the table of the team: open, te laat, bij de teamleiding, weggelegd."""
    [rij] = re.findall(rf'<th[^>]*scope="row">{naam}</th>(.*?)</tr>', pagina)
    return [re.sub(r"<[^>]+>", "", cel).strip() for cel in re.findall(r"<td[^>]*>(.*?)</td>", rij)][:4]


def te_kiezen(pagina: str) -> list[int]:
    """The taken that can be ticked."""
    return [int(taak) for taak in re.findall(r'name="taak" value="(\d+):\d+"', pagina)]


def test_de_teamleiding_ziet_wie_wat_heeft(hier: Omgeving, leider: Klant) -> None:
    fatima = een_collega(hier, "Fatima")
    een_collega(hier, "Tom")
    een_collega(hier, "Ies", Rol.INVORDERING)
    een_taak(hier, behandelaar_id=fatima)
    een_taak(hier, behandelaar_id=fatima, uiterlijk=JULI_20 - DAG, escalatie=2)
    een_taak(hier, behandelaar_id=fatima, wacht_tot=JULI_24)
    een_taak(hier, escalatie=1)
    een_taak(hier, afdeling=INCASSO)
    pagina = leider.lees("/team")
    assert cellen(pagina, "Fatima") == ["2", "1", "1", "1"]
    assert cellen(pagina, "Niemand") == ["1", "0", "0", "0"]
    assert cellen(pagina, "Tom") == ["0", "0", "0", "0"]
    assert "Ies" not in pagina


FILTERS = [
    pytest.param("", ["vrij", "laat", "leiding", "bezoek"], id="alles"),
    pytest.param("bij=0", ["vrij"], id="wat niemand heeft"),
    pytest.param("bij={fatima}", ["laat", "leiding", "bezoek"], id="wat een collega heeft"),
    pytest.param("leiding=1", ["leiding", "weg"], id="wat bij de teamleiding is, ook weggelegd"),
    pytest.param("weg=1", ["weg"], id="wat is weggelegd"),
    pytest.param("term=te-laat", ["laat"], id="wat te laat is"),
    pytest.param("soort=huisbezoek", ["bezoek"], id="een soort"),
    pytest.param("bij=abc&term=ooit", ["vrij", "laat", "leiding", "bezoek"], id="onzin: geen filter"),
]


@pytest.mark.parametrize(("vraag", "verwacht"), FILTERS)
def test_de_teamleiding_kiest_wat_te_verdelen(hier: Omgeving, leider: Klant, vraag: str, verwacht: list[str]) -> None:
    fatima = een_collega(hier, "Fatima")
    taken = {
        een_taak(hier, voorrang=JULI_20): "vrij",
        een_taak(hier, voorrang=JULI_20 + DAG, behandelaar_id=fatima, uiterlijk=JULI_20 - DAG): "laat",
        een_taak(hier, voorrang=JULI_20 + 2 * DAG, behandelaar_id=fatima, escalatie=2): "leiding",
        een_taak(hier, Taaksoort.HUISBEZOEK, voorrang=JULI_20 + 3 * DAG, behandelaar_id=fatima): "bezoek",
        een_taak(hier, voorrang=JULI_20 + 4 * DAG, wacht_tot=JULI_27, escalatie=2): "weg",
    }
    pagina = leider.lees(f"/team?{vraag.format(fatima=fatima)}")
    assert [taken[t] for t in te_kiezen(pagina)] == verwacht


def test_gekozen_taken_gaan_samen_naar_een_collega_of_terug(hier: Omgeving, leider: Klant) -> None:
    fatima, taken = een_collega(hier, "Fatima"), [een_taak(hier, escalatie=2) for _ in range(3)]
    gekozen = [f"{taak}:0" for taak in taken[:2]]
    antwoord = leider.stuur("/team/verdeel", taak=gekozen, wat="gekozen", naar=str(fatima), leiding="1")
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/team?leiding=1")
    assert "2 taken gegeven aan Fatima." in leider.lees("/team?leiding=1")
    assert [stand(hier, t).behandelaar_id for t in taken] == [fatima, fatima, None]
    assert [stand(hier, t).escalatie for t in taken] == [0, 0, 2]
    leider.stuur("/team/verdeel", taak=f"{taken[0]}:1", wat="gekozen", naar="team")
    assert "1 taak gegeven aan het team." in leider.lees("/team")
    assert stand(hier, taken[0]).behandelaar_id is None
    assert gebeurd(hier, taken[0]) == [("verdeeld", leider.id)] * 2


def test_alles_van_een_keuze_gaat_ook_voorbij_het_eerste_blad(hier: Omgeving, leider: Klant) -> None:
    fatima, tom = een_collega(hier, "Fatima"), een_collega(hier, "Tom")
    taken = [een_taak(hier, behandelaar_id=fatima) for _ in range(52)]
    ander = een_taak(hier)
    pagina = leider.lees(f"/team?bij={fatima}")
    assert len(te_kiezen(pagina)) == 50 and "Alle 52 van deze keuze" in pagina
    assert te_kiezen(leider.lees(f"/team?bij={fatima}&blad=2")) == taken[50:]
    leider.stuur("/team/verdeel", bij=str(fatima), wat="alles", naar=str(tom))
    assert "52 taken gegeven aan Tom." in leider.lees("/team")
    assert {stand(hier, t).behandelaar_id for t in taken} == {tom}
    assert stand(hier, ander).behandelaar_id is None


def test_wat_een_collega_net_veranderde_blijft_en_wordt_gemeld(hier: Omgeving, leider: Klant) -> None:
    fatima, tom = een_collega(hier, "Fatima"), een_collega(hier, "Tom")
    taken = [een_taak(hier) for _ in range(3)]
    with schrijven(hier.engine) as db:
        taakbeheer.neem(db, taken[1], 0, tom)
        taakbeheer.leg_weg(db, taken[1], 1, tom, JULI_24, Wachtreden.AFSPRAAK)
        taakbeheer.haal_terug(db, taken[1], 2, tom)
    antwoord = leider.stuur("/team/verdeel", taak=[f"{t}:0" for t in taken], wat="gekozen", naar=str(fatima))
    pagina = leider.lees(antwoord.headers["location"])
    assert "2 taken gegeven aan Fatima. 1 niet: een collega heeft die net veranderd" in pagina
    assert re.findall(r'value="(\d+):\d+"[^>]*checked', pagina) == [str(taken[1])]
    assert f'<option value="{fatima}" selected>' in pagina
    assert [stand(hier, t).behandelaar_id for t in taken] == [fatima, tom, fatima]


FOUT = [
    pytest.param({"wat": "gekozen", "naar": "{fatima}"}, "Kruis eerst taken aan", id="niets aangekruist"),
    pytest.param({"taak": "{taak}:0", "wat": "gekozen", "naar": ""}, "Kies aan wie", id="niemand gekozen"),
    pytest.param({"taak": "{taak}:0", "wat": "gekozen", "naar": "999"}, "Kies aan wie", id="iemand die er niet is"),
    pytest.param({"taak": "{taak}:0", "wat": "gekozen", "naar": "{ies}"}, "Kies aan wie", id="de andere afdeling"),
    pytest.param({"taak": "x:y", "wat": "gekozen", "naar": "{fatima}"}, "kruis de taken opnieuw aan", id="onzin"),
]


@pytest.mark.parametrize(("velden", "verwacht"), FOUT)
def test_wat_niet_kan_wordt_gezegd(hier: Omgeving, leider: Klant, velden: dict[str, str], verwacht: str) -> None:
    wie = {"fatima": een_collega(hier, "Fatima"), "ies": een_collega(hier, "Ies", Rol.INVORDERING)}
    taak = een_taak(hier)
    velden = {naam: waarde.format(taak=taak, **wie) for naam, waarde in velden.items()}
    antwoord = leider.stuur("/team/verdeel", **velden)
    assert verwacht in leider.lees(antwoord.headers["location"])
    assert stand(hier, taak).versie == 0


def test_niemand_krijgt_wat_hij_niet_mag_zien(hier: Omgeving) -> None:
    """A team lead of two gemeenten gives to a colleague of one: the rest stays where it is, and he hears so."""
    leider = klant(hier, VROEG, LEIDING, gemeenten=(GEMEENTE, "buurdorp"))
    fatima = een_collega(hier, "Fatima")
    mijn, daar, incasso = een_taak(hier), een_taak(hier, gemeente="buurdorp"), een_taak(hier, afdeling=INCASSO)
    gekozen = [f"{t}:0" for t in (mijn, daar, incasso)]
    antwoord = leider.stuur("/team/verdeel", taak=gekozen, wat="gekozen", naar=str(fatima))
    assert "1 taak gegeven aan Fatima. 2 niet" in leider.lees(antwoord.headers["location"])
    assert [stand(hier, t).behandelaar_id for t in (mijn, daar, incasso)] == [fatima, None, None]


@pytest.mark.parametrize("rollen", [(VROEG,), (LEIDING,), (Rol.BEHEER,)], ids=lambda r: " en ".join(r))
def test_alleen_teamleiding_met_een_afdeling_verdeelt(hier: Omgeving, rollen: tuple[Rol, ...]) -> None:
    browser, taak = klant(hier, *rollen), een_taak(hier)
    assert browser.get("/team").status_code == 403
    velden = {"taak": f"{taak}:0", "wat": "gekozen", "naar": "team"}
    assert browser.stuur("/team/verdeel", **velden).status_code == 403
    assert stand(hier, taak).versie == 0


# --- absence --------------------------------------------------------------------------------------------------------


def weg(waar: Omgeving, wie: int) -> tuple[Any, Any, Any]:
    """The absence of a colleague: first day, last day, who replaces him."""
    with lezen(waar.engine) as db:
        breed = blik_van(gemeenten=(GEMEENTE, "buurdorp"))
        [g] = [g for g in afwezig.team(db, breed) if g.id == wie]
    return g.van, g.tot, g.vervanger_id


def test_iedereen_meldt_zijn_eigen_afwezigheid_en_haalt_haar_weer_weg(hier: Omgeving) -> None:
    browser, fatima = klant(hier, VROEG), een_collega(hier, "Fatima")
    antwoord = browser.stuur("/team/afwezig", van="2026-07-20", tot="2026-07-24", vervanger=str(fatima))
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/team/afwezig")
    pagina = browser.lees("/team/afwezig")
    assert "afwezig van 20 juli 2026 tot en met 24 juli 2026. Fatima ziet de taken dan ook." in pagina
    assert weg(hier, browser.id) == (JULI_20, JULI_24, fatima)
    assert "Fatima vervangt" in klant(hier, VROEG, LEIDING, naam="Leida").lees("/team")
    browser.stuur("/team/afwezig", terug="1")
    assert weg(hier, browser.id) == (None, None, None)


MELDEN = [
    pytest.param({"van": "2026-07-24", "tot": "2026-07-20"}, "ligt voor de eerste dag", id="achterstevoren"),
    pytest.param({"van": "2026-07-01", "tot": "2026-07-03"}, "is al voorbij", id="voorbij"),
    pytest.param({"van": "2026-07-20", "tot": "2028-07-20"}, "hoogstens een jaar", id="te lang"),
    pytest.param({"van": "", "tot": "2026-07-24"}, "Vul de eerste dag in", id="geen eerste dag"),
    pytest.param({"van": "2026-07-20", "tot": "straks"}, "Vul de laatste dag in", id="geen laatste dag"),
    pytest.param({"vervanger": "{mij}"}, "Kies een collega uit de lijst", id="zichzelf"),
    pytest.param({"vervanger": "{ies}"}, "Kies een collega uit de lijst", id="iemand van de andere afdeling"),
    pytest.param({"vervanger": "{els}"}, "Kies een collega uit de lijst", id="iemand die niet alles mag zien"),
    pytest.param({"vervanger": "{tom}"}, "Tom is er dan zelf ook niet", id="iemand die zelf weg is"),
]


@pytest.mark.parametrize(("velden", "verwacht"), MELDEN)
def test_een_afwezigheid_die_niet_klopt(hier: Omgeving, velden: dict[str, str], verwacht: str) -> None:
    browser = klant(hier, VROEG, gemeenten=(GEMEENTE, "buurdorp"))
    breed = (GEMEENTE, "buurdorp")
    mensen = {
        "mij": browser.id, "tom": een_collega(hier, "Tom", gemeenten=breed), "els": een_collega(hier, "Els"),
        "ies": een_collega(hier, "Ies", Rol.INVORDERING, gemeenten=breed),
    }  # fmt: skip
    with schrijven(hier.engine) as db:
        afwezig.meld_afwezig(db, mensen["tom"], JULI_24, JULI_27, None)
    velden = {"van": "2026-07-20", "tot": "2026-07-24", "vervanger": ""} | velden
    antwoord = browser.stuur("/team/afwezig", **{n: w.format(**mensen) for n, w in velden.items()})
    assert antwoord.status_code == 422 and verwacht in antwoord.text
    assert weg(hier, browser.id) == (None, None, None)


def test_de_teamleiding_meldt_een_ander_afwezig_en_niemand_anders_doet_dat(hier: Omgeving, leider: Klant) -> None:
    fatima, ies = een_collega(hier, "Fatima"), een_collega(hier, "Ies", Rol.INVORDERING)
    velden = {"van": "2026-07-20", "tot": "2026-07-24", "vervanger": ""}
    gewoon = klant(hier, VROEG, naam="Gewoon")
    assert gewoon.get(f"/team/afwezig?wie={fatima}").status_code == 404
    assert gewoon.stuur("/team/afwezig", wie=str(fatima), **velden).status_code == 404
    assert leider.get(f"/team/afwezig?wie={ies}").status_code == 404
    assert leider.stuur("/team/afwezig", wie=str(ies), **velden).status_code == 404
    antwoord = leider.stuur("/team/afwezig", wie=str(fatima), **velden)
    assert antwoord.headers["location"] == f"/team/afwezig?wie={fatima}"
    assert "Afwezigheid van Fatima" in leider.lees(f"/team/afwezig?wie={fatima}")
    assert weg(hier, fatima) == (JULI_20, JULI_24, None)
