"""What does a certificate promise? Every reason why a figure may not stand beside that of another gemeente."""

import json
from datetime import date

import pytest

from evaluation import certificaat, certificaattekst, feiten
from evaluation.certificaat import (
    EIGEN_GROEP,
    HOOGSTE,
    INSPANNING_ONBEKEND,
    TE_WEINIG,
    TOTAAL,
    Certificaat,
    oordeel,
)
from evaluation.cijfer import DEFINITIES, Cijfer, Periode, Vorm
from evaluation.cijfertekst import KLEIN, Getoond, kleine, toon, toon_alle
from evaluation.gaten import BELASTINGEN, SIGNALEN
from evaluation.statistiek.aandelen import wilson
from models.database import lezen
from rules.log import Soort
from tasks.omgeving import Omgeving
from tests.evaluation.kleinlog import STAD, Schrijver, brief, gebeld, melding, overgedragen, schrijver

HALFJAAR = Periode(date(2026, 7, 1), date(2026, 12, 31))
MAANDEN = ("07", "08", "09", "10", "11", "12")
NIETS_WEG: dict[str, set[date]] = {SIGNALEN: set(), BELASTINGEN: set()}


def aandeel(naam: str, teller: int, noemer: int) -> Cijfer:
    s = wilson(teller, noemer)
    return Cijfer(naam, "d", "b", Vorm.AANDEEL, teller, noemer, s.waarde, s.onder, s.boven)


GOED, SLECHT = aandeel("effort_volledig", 90, 100), aandeel("effort_volledig", 30, 100)
ONBEKEND = Cijfer("effort_volledig", "d", "b", Vorm.AANDEEL, reden="niets")
DRIE_WEG = NIETS_WEG | {BELASTINGEN: {date(2026, m, 1) for m in (7, 8, 9)}}
WEG = "Van 3 van de 6 maanden ontbreken gegevens, of hield niemand bij of alles kwam."
MAAR = "Maar 30,0 % van de signalen ging over na volledige inspanning; nodig is 80,0 %."


@pytest.mark.parametrize(
    ("cijfer", "effort", "weg", "redenen"),
    [
        pytest.param(aandeel("bereik", 20, 100), GOED, NIETS_WEG, (), id="genoeg meldingen, alle maanden"),
        pytest.param(aandeel("bereik", 20, 100), SLECHT, DRIE_WEG, (), id="bereik hangt niet aan Gemeentebelastingen"),
        pytest.param(aandeel("bereik", 9, 29), GOED, NIETS_WEG, (TE_WEINIG,), id="te weinig meldingen"),
        pytest.param(aandeel("doel2_bereik", 20, 60), SLECHT, NIETS_WEG, (MAAR,), id="zonder inspanning vooraf"),
        pytest.param(
            aandeel("doel2_bereik", 20, 60), ONBEKEND, NIETS_WEG, (INSPANNING_ONBEKEND,), id="inspanning onbekend"
        ),
        pytest.param(aandeel("doel2_bereik", 20, 60), GOED, DRIE_WEG, (WEG,), id="te veel maanden weg"),
        pytest.param(
            aandeel("doel2_bereik", 9, 20), SLECHT, DRIE_WEG, (TE_WEINIG, WEG, MAAR), id="elke reden staat er"
        ),
        pytest.param(
            aandeel("doel2_bereik", 20, 60),
            aandeel("effort_volledig", 79, 100),
            NIETS_WEG,
            (),
            id="79 van de 100 is niet zeker minder dan 80 procent",
        ),
        pytest.param(
            Cijfer("signalen", "d", "b", Vorm.AANTAL, 90, None, 90.0), GOED, NIETS_WEG, (TOTAAL,), id="een totaal"
        ),
        pytest.param(
            Cijfer("langste_stilte", "d", "b", Vorm.DAGEN, 90, None, 90.0),
            GOED,
            NIETS_WEG,
            (HOOGSTE,),
            id="een hoogste",
        ),
        pytest.param(
            Cijfer("doel3_dwangbevelen", "d", "b", Vorm.AANDEEL, waarde=-0.1),
            GOED,
            NIETS_WEG,
            (EIGEN_GROEP,),
            id="een verschil",
        ),
        pytest.param(
            Cijfer("bereik", "d", "b", Vorm.AANDEEL, reden="Dat weet niemand."),
            GOED,
            NIETS_WEG,
            ("Dat weet niemand.",),
            id="niet te zeggen",
        ),
    ],
)
def test_oordeel(cijfer: Cijfer, effort: Cijfer, weg: dict[str, set[date]], redenen: tuple[str, ...]) -> None:
    gevonden = oordeel(cijfer, effort, weg, HALFJAAR)
    assert gevonden.redenen == redenen
    assert gevonden.vergelijkbaar == (not redenen)


def volledig(s: Schrijver, *afwijkingen: str) -> None:
    s.incasso(brief("06-05", "herinnering"), brief("06-19", "aanmaning", kosten=900), gebeld("07-09"),
              overgedragen("07-14", *afwijkingen))  # fmt: skip


def maak(waar: Omgeving) -> Certificaat:
    """Make it alone, and again among the facts of others: that must be the same."""
    with lezen(waar.engine) as db:
        alleen = certificaat.maak(db, HALFJAAR, STAD)
        feiten.leg_klaar(db, HALFJAAR, [STAD, "buurdorp"])
        assert certificaat.uit_feiten(db, HALFJAAR, STAD) == alleen
        return alleen


def test_what_was_done_what_is_missing_and_what_never_stood(waar: Omgeving) -> None:
    with schrijver(waar) as s:
        buren = Schrijver(s.db, "buurdorp")
        for _ in range(6):
            volledig(s)
        s.incasso(brief("06-05", "herinnering"), overgedragen("08-14", "contactbrief", "drempel"))
        s.incasso(brief("06-05", "herinnering"), overgedragen("09-14", "contactbrief"))
        s.incasso(("07-10", Soort.CONTACT_OVERGESLAGEN, {"soort": "bellen", "reden": "capaciteit"}))
        for maand in MAANDEN:
            s.maand("suite", "vorderingen", maand, "niets geleverd" if maand == "09" else "")
        s.vroeg(melding())
        volledig(buren, "van de buren")
        buren.maand("energie", "signalen", "07")
    c = maak(waar)
    assert (c.cijfers["effort_volledig"].teller, c.cijfers["effort_volledig"].noemer) == (6, 7)
    assert c.afwijkingen == {"contactbrief": 1, "drempel": 1}, "september telt niet mee"
    assert c.overgeslagen == {"capaciteit": 1}
    assert c.ontbreekt(BELASTINGEN) == (date(2026, 9, 1),) and c.ontbreekt(SIGNALEN) == ()
    assert len(c.onbewaakt[SIGNALEN]) == 6 and c.onbewaakt[BELASTINGEN] == ()
    assert c.nooit == ("kwijtschelding", "dwangbevelen", "aanmeldingen bij schuldhulpverlening")
    assert c.definities == DEFINITIES


def test_what_was_recorded_once_is_not_called_forgotten(sqlite: Omgeving) -> None:
    with schrijver(sqlite) as s:
        s.incasso(("06-01", Soort.KWIJTSCHELDING_AFGEWEZEN, {}), ("06-20", Soort.DWANGBEVEL_BETEKEND, {}))
        s.vroeg(melding(), ("08-01", Soort.AANMELDING_SCHULDHULP, {"stap": "aanmelding", "bron": "zelf"}))
        s.incasso(("08-01", Soort.KOSTEN, {"bedrag": 900}))
    assert maak(sqlite).nooit == ()


def test_the_text_and_the_json_give_no_small_number_away(sqlite: Omgeving) -> None:
    with schrijver(sqlite) as s:
        for n in range(40):
            volledig(s, *(["geheime afwijking"] if n < 3 else ["gewone afwijking"] if n < 20 else []))
    c = maak(sqlite)
    tekst, gegevens = certificaattekst.als_tekst(c), certificaattekst.als_json(c)
    assert "geheime afwijking (< 5)" in tekst and "gewone afwijking (17)" in tekst
    assert "Overgedragen na volledige inspanning: ten minste 90,0 % van 40" in tekst
    assert gegevens["afwijkingen"] == {"gewone afwijking": "17", "geheime afwijking": "< 5"}
    assert gegevens["inspanning"]["waarde"] == "ten minste 90,0 %"
    assert json.loads(json.dumps(gegevens)) == gegevens
    assert gegevens["oordelen"]["signalen"]["redenen"][0] == TOTAAL


def test_the_beleid_that_decided_is_named(sqlite: Omgeving) -> None:
    from models.logboek import Bijschrift, schrijf_bij
    from rules.log import Logregel

    with schrijver(sqlite) as s:
        zaak = s.incasso()
        for versie, dag in (("oud-1", date(2026, 7, 1)), ("nieuw-2", date(2026, 9, 1)), ("nieuw-2", date(2026, 10, 1))):
            schrijf_bij(s.db, [Bijschrift(zaak, Logregel(Soort.TAAK, dag, {}), "regel", "systeem", versie)], dag)
    gevonden = [(b.versie, b.van, b.tot) for b in maak(sqlite).beleid]
    assert gevonden == [
        ("oud-1", date(2026, 7, 1), date(2026, 7, 1)), ("nieuw-2", date(2026, 9, 1), date(2026, 10, 1)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("teller", "noemer", "tekst"),
    [
        pytest.param(5, 100, "5,0 %", id="vijf is genoeg"),
        pytest.param(4, 100, "hoogstens 4,0 %", id="vier niet"),
        pytest.param(0, 100, "hoogstens 4,0 %", id="nul leest als vier"),
        pytest.param(96, 100, "ten minste 96,0 %", id="ook de rest mag niet klein zijn"),
        pytest.param(100, 100, "ten minste 96,0 %", id="iedereen leest als bijna iedereen"),
        pytest.param(3, 12, KLEIN, id="van weinig zegt ook een grens te veel"),
    ],
)
def test_a_small_share_is_a_bound(teller: int, noemer: int, tekst: str) -> None:
    getoond = toon(aandeel("bereik", teller, noemer))
    assert getoond.waarde == tekst
    assert bool(getoond.interval) == (5 <= teller <= noemer - 5)


def test_what_is_hidden_cannot_be_read_in_the_next_figure() -> None:
    """The noemer of hulpacceptatie is the number of residents reached."""
    samen = {"bereik": aandeel("bereik", 97, 100), "hulpacceptatie": aandeel("hulpacceptatie", 40, 97)}
    assert kleine(samen) == {"bereik", "hulpacceptatie"}
    assert toon_alle(samen)["hulpacceptatie"] == Getoond(KLEIN)
