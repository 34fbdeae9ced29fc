"""What does every figure of an evaluation count? On SQLite and on PostgreSQL, corrections included."""

from datetime import date
from typing import Any

import pytest

from evaluation.cijfer import Periode
from evaluation.cijfers import VOLGORDE, als_json, bereken
from evaluation.definities import FIGUREN
from evaluation.figuur import DIMENSIES
from evaluation.tellen import Selectie, tel_per
from models.database import lezen
from rules.log import Soort
from rules.resultaat import Eindresultaat as E
from tasks.omgeving import Omgeving
from tests.evaluation.kleinlog import (
    JAAR,
    STAD,
    Feit,
    Schrijver,
    brief,
    cijfers,
    dag,
    gebeld,
    gesloten,
    ingetrokken,
    melding,
    overgedragen,
    schrijver,
)


def vier_meldingen(s: Schrijver) -> None:
    """Reached and helped; reached and not helped; never reached; reached by mistake, which was put right."""
    s.vroeg(melding(), gebeld("07-22", "wil hulp"), gesloten("08-10", E.VERVOLGHULP_FINANCIEEL))
    s.vroeg(melding(meervoudig=True), gebeld("07-22"), gebeld("07-23", "regelt zelf", poging=2))
    s.vroeg(melding(opeenvolgend=True), brief("07-20", "hulpaanbod"), gesloten("08-17", E.GEEN_CONTACT))
    s.vroeg(melding(), gebeld("07-22", "wil hulp"), ingetrokken("07-23", 3, Soort.TAAK_AFGEROND))


VROEG = [
    pytest.param("signalen", 6, None, id="ook signalen die niet zijn opgepakt"),
    pytest.param("signalen_gemeentebelastingen", 1, 6, id="van Gemeentebelastingen"),
    pytest.param("meldingen", 4, None, id="opgepakt"),
    pytest.param("uitval_brp", 1, 6, id="geen inwoner"),
    pytest.param("bekend_bij_shv", 1, 6, id="al bekend"),
    pytest.param("enkelvoudig", 3, 4, id="een signaal"),
    pytest.param("meervoudig", 1, 4, id="meer signalen"),
    pytest.param("opeenvolgend", 1, 4, id="eerder een melding"),
    pytest.param("bereik", 2, 4, id="wat is ingetrokken telt niet"),
    pytest.param("hulpacceptatie", 1, 2, id="van wie is bereikt"),
    pytest.param("doel1_niet_bekend", 0, 1, id="bekend is geen nieuwe inwoner"),
]


def test_signalen_and_meldingen(waar: Omgeving) -> None:
    with schrijver(waar) as s:
        vier_meldingen(s)
        s.vroeg(gesloten("07-13", E.GEEN_INWONER))
        s.vroeg(gesloten("07-13", E.BEKEND), sector="gemeentebelastingen", bekend=True)
    gevonden = cijfers(waar)
    for naam, teller, noemer in (p.values for p in VROEG):
        assert (naam, gevonden[str(naam)].teller, gevonden[str(naam)].noemer) == (naam, teller, noemer)
    assert tuple(gevonden) == VOLGORDE


def test_a_conversation_that_was_held_is_contact(waar: Omgeving) -> None:
    gesprek = {"soort": "gesprek-plannen", "poging": 1, "uitkomst": "gesprek gevoerd", "vervolg": "quick fix"}
    with schrijver(waar) as s:
        s.vroeg(melding(), ("08-01", Soort.TAAK_AFGEROND, gesprek), gesloten("08-01", E.QUICK_FIX))
    assert (cijfers(waar)["bereik"].teller, cijfers(waar)["hulpacceptatie"].teller) == (1, 1)


def test_nothing_after_the_last_day_counts(waar: Omgeving) -> None:
    """A mistake that is put right later was never true: a correction counts whenever it was made."""
    with schrijver(waar) as s:
        vier_meldingen(s)
    voor = cijfers(waar, Periode(date(2026, 1, 1), dag("07-22")))
    assert (voor["bereik"].teller, voor["bereik"].noemer) == (1, 4)  # the last call was on the 23rd
    assert cijfers(waar, Periode(date(2026, 1, 1), dag("07-19")))["bereik"].waarde is None


STILTE: list[Any] = [
    pytest.param([brief("06-05", "herinnering"), brief("06-19", "aanmaning")], 19, 2, 14, id="twee brieven"),
    pytest.param(
        [brief("06-05", "herinnering"), ("06-05", Soort.OPGESCHORT, {"reden": "uitstel", "tot": None}),
         brief("09-01", "aanmaning")], 5, 2, 5, id="rust met een reden is geen stilte",
    ),
    pytest.param(
        [brief("06-05", "herinnering"), ("06-05", Soort.BERICHT_VERVALLEN, {"soort": "herinnering", "poging": 1}),
         brief("06-30", "herinnering", 2)], 30, 1, 30, id="wat niet wegging, hoorde niemand",
    ),
    pytest.param(
        [brief("06-05", "herinnering"), ("06-08", Soort.BERICHT_LATER, {"soort": "herinnering", "poging": 1})],
        8, 1, 8, id="de dag waarop de brief echt wegging",
    ),
    pytest.param([brief("06-02", "x", kanaal="sms"), gebeld("06-10")], 10, 1, 10, id="een sms is geen moment"),
    pytest.param([brief("06-05", "herinnering"), gesloten("06-06", "betaald"), brief("08-01", "aanmaning")], 5, 1, 5,
                 id="na het einde is het stil"),
]  # fmt: skip


@pytest.mark.parametrize("feiten, som, aantal, langste", STILTE)
def test_silence(sqlite: Omgeving, feiten: list[Any], som: int, aantal: int, langste: int) -> None:
    with schrijver(sqlite) as s:
        s.incasso(*feiten)
    gevonden = cijfers(sqlite)
    stilte = gevonden["gemiddelde_stilte"]
    assert (stilte.teller, stilte.noemer, gevonden["langste_stilte"].waarde) == (som, aantal, langste)


def test_incasso_after_the_signaal(waar: Omgeving) -> None:
    alles = (brief("06-05", "herinnering"), brief("06-19", "aanmaning", kosten=900), gebeld("07-09"))
    kwijt: Feit = ("09-01", Soort.KWIJTSCHELDING_TOEGEKEND, {})
    with schrijver(waar) as s:
        s.incasso(*alles, overgedragen(), kwijt)
        s.incasso(*alles[:2], overgedragen("07-20", "persoonlijk-contact: contactbrief"))
        s.incasso(("06-01", Soort.KWIJTSCHELDING_TOEGEKEND, {}), *alles, overgedragen())
        s.incasso(("10-01", Soort.KOSTEN, {"bedrag": 5100}))
    gevonden = cijfers(waar)
    geteld = {naam: (c.teller, c.noemer) for naam, c in gevonden.items()}
    assert geteld["kwijtschelding_na_signaal"] == (1, 3)  # the one before the signaal is no effect of it
    assert geteld["effort_volledig"] == (2, 3) and geteld["afwijkingen"] == (1, 3)
    assert gevonden["incassokosten"].waarde == 3 * 900 + 5100


def test_what_nobody_recorded_cannot_be_said(waar: Omgeving) -> None:
    with schrijver(waar) as s:
        s.incasso(brief("06-05", "herinnering"), overgedragen())
        s.vroeg(melding(), sector="gemeentebelastingen")
    for naam in ("kwijtschelding_na_signaal", "aanmelding_shv_na_signaal"):
        cijfer = cijfers(waar)[naam]
        assert cijfer.waarde is None and cijfer.reden.startswith("Dit is niet te zeggen") and not cijfer.volledig


def test_a_month_without_data_is_left_out_and_named(waar: Omgeving) -> None:
    with schrijver(waar) as s:
        vier_meldingen(s)
        s.vroeg(melding("08-03"), op="08-01")
        s.maand("waterbedrijf", "signalen", "07", "niets geleverd")
        s.maand("waterbedrijf", "signalen", "08")
        s.maand("belastingpakket", "mutaties", "08", "te weinig leveringen")
    gevonden = cijfers(waar)
    bereik = gevonden["bereik"]
    assert (bereik.teller, bereik.noemer, bereik.volledig) == (0, 1, False)
    assert bereik.als_json()["weggelaten"] == ["voorbeeldstad 2026-07: signalen (niets geleverd)"]
    assert len(gevonden["doel2_bereik"].gaten) == 2  # needs both sources


def test_the_months_of_another_gemeente_do_not_count(waar: Omgeving) -> None:
    with schrijver(waar) as s:
        vier_meldingen(s)
    with schrijver(waar, "anderstad") as s:
        vier_meldingen(s)
        s.maand("waterbedrijf", "signalen", "07", "niets geleverd")
    assert cijfers(waar)["bereik"].volledig
    assert (cijfers(waar, gemeenten=(STAD, "anderstad"))["bereik"].noemer, cijfers(waar)["bereik"].noemer) == (4, 4)


def test_the_parts_are_the_whole(waar: Omgeving) -> None:
    with schrijver(waar) as s:
        vier_meldingen(s)
        s.vroeg(melding("10-05"), op="10-01", sector="gemeentebelastingen", doelgroep="aow")
        s.incasso(brief("06-05", "herinnering"), overgedragen())
    with lezen(waar.engine) as db:
        gevonden = bereken(db, JAAR, (STAD,))
        stad = Selectie(JAAR, (STAD,))
        delen = {f.naam: {d: p for d in DIMENSIES if (p := tel_per(db, f, stad, d))} for f in FIGUREN}
    for naam, per in delen.items():
        for dimensie, stukken in per.items():
            if naam != "langste_stilte":
                assert sum(c.teller or 0 for c in stukken.values()) == gevonden[naam].teller, (naam, dimensie)
    assert set(delen["bereik"]["kwartaal"]) == {"2026-K3", "2026-K4"}
    assert set(delen["bereik"]["doelgroep"]) == {"huurder", "aow"}


def test_the_json_has_the_form_of_the_contract(sqlite: Omgeving) -> None:
    with schrijver(sqlite) as s:
        vier_meldingen(s)
    wat = als_json(JAAR, STAD, cijfers(sqlite))
    assert wat["periode"] == {"van": "2026-01-01", "tot": "2026-12-31"} and wat["gemeente"] == STAD
    verplicht = {"teller", "noemer", "waarde", "onder", "boven", "volledig"}
    assert all(verplicht <= set(c) for c in wat["cijfers"].values())
    bereik = wat["cijfers"]["bereik"]
    assert (round(bereik["onder"], 3), bereik["waarde"], round(bereik["boven"], 3)) == (0.15, 0.5, 0.85)
