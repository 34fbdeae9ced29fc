"""Which zaak does a signaal join, and what may one department tell the other?"""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from models.database import schrijven
from models.feiten import meld_feit
from models.personen import pseudoniem
from rules.levering import Adres, Sector
from rules.log import Soort
from tasks.omgeving import Omgeving
from tasks.stappen import zet
from tests.models.bouwers import (
    GEMEENTE,
    JULI_8,
    JUNI_5,
    JUNI_19,
    een_persoon,
    een_signaal,
    een_vordering,
    lees,
    leg_op,
    log,
    signaleer,
    zaken,
)

JULI_13, JULI_20, JULI_31, AUGUSTUS_1 = date(2026, 7, 13), date(2026, 7, 20), date(2026, 7, 31), date(2026, 8, 1)
SAMEN = Adres("Kerkweg", "1", "", "2000AB", "Voorbeeldstad")
BOVEN = Adres("Kerkweg", "1", "A", "2000AB", "Voorbeeldstad")

HUISGENOOT = een_persoon(1, adres=SAMEN)


@pytest.mark.parametrize(
    ("wie", "dag", "samen"),
    [
        pytest.param(een_persoon(0, adres=SAMEN), JULI_31, True, id="zelfde persoon, zelfde maand"),
        pytest.param(HUISGENOOT, JULI_31, True, id="huisgenoot, laatste dag van de maand"),
        pytest.param(HUISGENOOT, AUGUSTUS_1, False, id="huisgenoot, eerste dag van de volgende maand"),
        pytest.param(een_persoon(1, adres=BOVEN), JULI_13, False, id="ander huis met een toevoeging"),
        pytest.param(een_persoon(1, adres=Adres()), JULI_13, False, id="geen adres"),
    ],
)
def test_a_second_signaal_joins_on_address_and_month(waar: Omgeving, wie: object, dag: date, samen: bool) -> None:
    [eerste] = signaleer(waar, een_signaal(een_persoon(0, adres=SAMEN), "K1"), dag=JULI_13)
    [tweede] = signaleer(waar, een_signaal(wie, "K2", partner="Woningstichting"), dag=dag)  # type: ignore[arg-type]
    assert (eerste == tweede) is samen


def test_the_same_kenmerk_of_a_partner_counts_once(waar: Omgeving) -> None:
    signaleer(waar, een_signaal(een_persoon(), "K1"), een_signaal(een_persoon(), "K1"), dag=JULI_13)
    signaleer(waar, een_signaal(een_persoon(), "K1"), dag=JULI_20)
    assert lees(waar, "signaal", "kenmerk") == [("K1",)]
    signaleer(waar, een_signaal(een_persoon(), "K1", partner="Ander"), dag=JULI_20)
    assert len(lees(waar, "signaal", "kenmerk")) == 2


def test_a_closed_zaak_takes_no_new_signaal(waar: Omgeving) -> None:
    [zaak] = signaleer(waar, een_signaal(een_persoon(), bedrag=1_00), dag=JULI_13)
    zet([zaak], GEMEENTE, JULI_13)
    assert "gesloten" in log(waar, zaak)
    [nieuw] = signaleer(waar, een_signaal(een_persoon(), "K2", bedrag=300_00), dag=JULI_13)
    assert nieuw != zaak


@pytest.mark.parametrize(
    ("wie", "dag", "eerder"),
    [
        pytest.param(een_persoon(0, adres=SAMEN), date(2027, 1, 12), 1, id="zelfde adres, bijna zes maanden later"),
        pytest.param(HUISGENOOT, date(2027, 1, 12), 1, id="een huisgenoot telt mee"),
        pytest.param(HUISGENOOT, date(2027, 1, 13), 0, id="zes maanden later telt niet meer"),
        pytest.param(HUISGENOOT, JULI_13, 0, id="van dezelfde dag: de volgorde in een bestand maakt niet uit"),
        pytest.param(een_persoon(1, adres=BOVEN), JULI_31, 0, id="ander huis"),
        pytest.param(een_persoon(1, adres=Adres()), JULI_31, 0, id="geen adres, andere persoon"),
    ],
)
def test_earlier_signalen_are_counted_on_the_address(waar: Omgeving, wie: object, dag: date, eerder: int) -> None:
    signaleer(waar, een_signaal(een_persoon(0, adres=SAMEN), "K1"), dag=JULI_13)
    signaleer(waar, een_signaal(wie, "K2", partner="Woningstichting"), dag=dag)  # type: ignore[arg-type]
    assert kenmerken(waar)[-1]["eerder"] == eerder


def test_what_was_known_when_a_signaal_arrived_stays_so(waar: Omgeving) -> None:
    wie = een_persoon(telefoon="+31612345678", mobiel=True, email="a@voorbeeld.nl", geboortedatum=date(2000, 1, 1))
    signaleer(waar, een_signaal(wie, ontstaansdatum=date(2026, 6, 3)), dag=JULI_13)
    toen = {
        "dagen": 40, "eerder": 0, "bekend": False, "doelgroep": "jongere", "leeftijd": "tot 27",
        "telefoon": True, "email": True,
    }  # fmt: skip
    assert kenmerken(waar) == [toen]
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE contactgegeven SET onbruikbaar_op = '2026-07-14'"))
        db.execute(text("UPDATE inwoner SET bekend_bij_schuldhulp_op = '2026-07-14', ondernemer = true"))
    signaleer(waar, een_signaal(wie, "K2", sector=Sector.HUUR, partner="Woningstichting"), dag=JULI_20)
    nu = {"dagen": None, "eerder": 1, "bekend": True, "doelgroep": "ondernemer", "telefoon": False, "email": False}
    assert kenmerken(waar) == [toen, toen | nu]


def kenmerken(waar: Omgeving) -> list[dict[str, object]]:
    """Return the kenmerken of every signaal, oldest first."""
    rijen = [g for s, g in lees(waar, "gebeurtenis", "soort", "gegevens") if s == "signaal_ontvangen"]
    return [g["kenmerken"] for g in sorted(rijen, key=lambda g: g["signaal"])]


def speel_tot_overdracht(waar: Omgeving) -> tuple[int, int]:
    """Let a resident with only an address reach the handover; returns the incassozaak and the vroegsignaalzaak."""
    leg_op(waar, [een_vordering(een_persoon(), bedrag=610_00, openstaand=610_00)])
    [zaak] = zaken(waar)
    for dag in (JUNI_5, JUNI_19, JULI_8, JULI_20):
        with schrijven(waar.engine) as db:
            db.execute(text("UPDATE bericht SET status = 'verzonden'"))
        zet([zaak], GEMEENTE, dag)
    [vroeg] = set(zaken(waar)) - {zaak}
    return zaak, vroeg


def test_the_handover_says_who_and_how_much_and_nothing_else(waar: Omgeving) -> None:
    zaak, vroeg = speel_tot_overdracht(waar)
    [signaal] = lees(waar, "signaal", "partner", "sector", "bedrag", "bron_zaak_id", "crisis", "ontstaansdatum")
    assert signaal == ("Gemeentebelastingen", "gemeentebelastingen", 610_00, zaak, False, None)
    [gegevens] = [g for z, g in lees(waar, "gebeurtenis", "zaak_id", "gegevens") if z == vroeg]
    assert set(gegevens) == {"signaal", "sector", "bedrag", "herhaald", "crisis", "warm", "kenmerken"}
    assert gegevens["kenmerken"] == {
        "dagen": None, "eerder": 0, "bekend": False, "doelgroep": "huurder", "leeftijd": "45-66",
        "telefoon": False, "email": False,
    }, "what team Vroegsignalering knows itself; the arrear is told without its age"  # fmt: skip
    assert "afvalstoffenheffing" not in str(gegevens) + str(lees(waar, "signaal"))
    namen = ("achternaam", "straat", "huisnummer", "postcode", "geboortedatum", "bsn")
    gb, vs = lees(waar, "inwoner", *namen)
    assert gb == vs
    assert lees(waar, "vordering", "zaak_id") == [(zaak,)], "vorderingen stay where they are"
    assert log(waar, zaak)[-1] == "overgedragen"


def test_the_proof_of_effort_stays_in_the_log_of_the_incassozaak(waar: Omgeving) -> None:
    zaak, _ = speel_tot_overdracht(waar)
    rijen = lees(waar, "gebeurtenis", "zaak_id", "soort", "gegevens")
    [gegevens] = [g for z, soort, g in rijen if z == zaak and soort == "overgedragen"]
    assert {"basis", "bewijs", "afwijkingen", "bedrag"} <= set(gegevens)
    assert gegevens["kenmerken"] == {
        "belastingsoort": "afvalstoffenheffing", "belastingsoorten": ["afvalstoffenheffing"], "bedrag": 610_00,
        "dagen": 50, "kwijtschelding": False, "doelgroep": "huurder", "leeftijd": "45-66", "telefoon": False,
        "email": False,
    }  # fmt: skip
    assert [g for z, soort, g in rijen if z == zaak and soort == "contact_overgeslagen"] == [
        {"soort": "bellen", "reden": "geen-telefoonnummer"}
    ]
    assert gegevens["afwijkingen"] and gegevens["bewijs"]


def test_feedback_tells_that_it_closed_and_nothing_more(waar: Omgeving) -> None:
    zaak, vroeg = speel_tot_overdracht(waar)
    with schrijven(waar.engine) as db:
        ps = pseudoniem(GEMEENTE, een_persoon())
        meld_feit(db, GEMEENTE, ps, Soort.BEKEND_BIJ_SCHULDHULP, JULI_20)
    zet([vroeg], GEMEENTE, JULI_20)
    rijen = lees(waar, "gebeurtenis", "zaak_id", "soort", "gegevens", "actor")
    [(gegevens, actor)] = [(g, actor) for z, soort, g, actor in rijen if z == zaak and soort == "terugkoppeling"]
    assert set(gegevens) <= {"afgesloten", "contact", "hulp_geaccepteerd"}
    assert all(isinstance(waarde, bool) for waarde in gegevens.values()) and actor == "vroegsignalering"
    assert dict(lees(waar, "zaak", "id", "volgende_toets"))[zaak] == JULI_20, "the incassozaak is looked at again"


def test_a_paid_arrear_is_told_to_the_other_department(waar: Omgeving) -> None:
    zaak, vroeg = speel_tot_overdracht(waar)
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE vordering SET openstaand = 0"))
    zet([zaak], GEMEENTE, JULI_20 + timedelta(days=1))
    assert lees(waar, "signaal", "voldaan_op") == [(JULI_20 + timedelta(days=1),)]
    rijen = lees(waar, "gebeurtenis", "zaak_id", "soort", "gegevens")
    [(signaal_id,)] = lees(waar, "signaal", "id")
    assert [g for z, s, g in rijen if z == vroeg and s == "signaal_voldaan"] == [{"signaal": signaal_id}]
