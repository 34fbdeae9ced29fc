# pyright: basic
"""Is a casus shown before it is shared, and does nothing leave a department without consent that can be proved?"""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from models.database import lezen, schrijven
from models.feiten import rond_taak_af
from models.register import log_van
from models.tabellen import Gebeurtenis, Signaal, Taak
from models.tabellen_werk import Aantekening, Inzage
from rules.beleid import parse_beleid
from rules.log import Soort
from rules.rollen import Rol
from rules.uitkomst import lees_uitkomst
from rules.woorden import Taaksoort
from tasks import stappen
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE
from tests.rules.beleidsbouwer import zet
from tests.rules.bouwers import feestdagen
from tests.worklist.bouwstenen import Klant, klant
from tests.worklist.zakenbouwer import (
    MAANDAG,
    bewoner,
    een_taak,
    i_nr,
    incassozaak,
    klok,
    rij,
    rijen,
    sleutel,
    v_nr,
    vroegsignaal,
)

INVORDERING, VROEG = Rol.INVORDERING, Rol.VROEGSIGNALERING


def zes_zaken(waar: Omgeving, aantal: int = 6) -> int:
    """Make so many residents with a like debt; returns the zaak of the first."""
    klok(waar)
    zaken = [incassozaak(waar, bewoner(n), f"A{n}", bedrag=420_00 + n, openstaand=420_00 + n) for n in range(aantal)]
    stappen.zet_een(zaken[0], GEMEENTE, date(2026, 6, 5))
    return zaken[0]


def merk(pagina: str) -> str:
    return pagina.partition('name="merk" value="')[2].partition('"')[0]


def test_the_casus_is_shown_and_then_shared_as_the_same_text(waar: Omgeving) -> None:
    zaak = zes_zaken(waar)
    ilse = klant(waar, INVORDERING, naam="Ilse")
    pad = f"/zaak/{i_nr(zaak)}/casus"
    pagina = ilse.get(pad).text
    antwoord = ilse.stuur(pad, merk=merk(pagina), gelezen="ja")
    assert antwoord.status_code == 200 and antwoord.headers["content-type"].startswith("text/markdown")
    assert antwoord.headers["content-disposition"] == 'attachment; filename="casus.md"', "no number in a file name"
    assert antwoord.text in pagina and "De gemeente stuurt een herinnering." in antwoord.text
    for geheim in ("Inwoner0", "Dorpsstraat", "1000", "420", "2026", "1980", i_nr(zaak), "A0"):
        assert geheim not in antwoord.text, geheim
    assert [(i.wat, i.waarom) for i in rijen(waar, Inzage)][-1] == ("casus gedeeld", "vraag-collega")


@pytest.mark.parametrize(
    ("velden", "status"),
    [
        pytest.param({"gelezen": "ja", "merk": "anders"}, 409, id="een andere tekst dan die nu geldt"),
        pytest.param({"gelezen": "ja"}, 409, id="nooit getoond"),
        pytest.param({"merk": "goed"}, 409, id="niet gelezen"),
        pytest.param({"merk": "goed", "gelezen": "ja"}, 200, id="gezien en gelezen"),
    ],
)
def test_what_was_not_seen_is_not_shared(sqlite: Omgeving, velden: dict[str, Any], status: int) -> None:
    pad = f"/zaak/{i_nr(zes_zaken(sqlite))}/casus"
    ilse = klant(sqlite, INVORDERING, naam="Ilse")
    if velden.get("merk") == "goed":
        velden = velden | {"merk": merk(ilse.get(pad).text)}
    antwoord = ilse.stuur(pad, **velden)
    assert antwoord.status_code == status
    assert ("casus gedeeld" in [i.wat for i in rijen(sqlite, Inzage)]) == (status == 200)


def test_a_casus_that_changed_since_is_shown_again(sqlite: Omgeving) -> None:
    zaak = zes_zaken(sqlite)
    ilse, pad = klant(sqlite, INVORDERING, naam="Ilse"), f"/zaak/{i_nr(zaak)}/casus"
    oud = merk(ilse.get(pad).text)
    with schrijven(sqlite.engine) as db:
        db.execute(text("UPDATE bericht SET status = 'verzonden'"))
    stappen.zet_een(zaak, GEMEENTE, date(2026, 6, 19))
    antwoord = ilse.stuur(pad, merk=oud, gelezen="ja")
    assert antwoord.status_code == 409 and "De gemeente stuurt een aanmaning." in antwoord.text


def test_too_few_residents_give_no_casus_but_a_way_on(sqlite: Omgeving) -> None:
    pad = f"/zaak/{i_nr(zes_zaken(sqlite, 4))}/casus"
    ilse = klant(sqlite, INVORDERING, naam="Ilse")
    pagina = ilse.lees(pad)
    assert "geen anonieme casus" in pagina and "Maand 1" not in pagina and "/overdragen" in pagina
    assert ilse.stuur(pad, merk="", gelezen="ja").status_code == 422
    assert "casus gedeeld" not in [i.wat for i in rijen(sqlite, Inzage)]


def test_residents_of_the_other_department_and_of_another_gemeente_do_not_count(sqlite: Omgeving) -> None:
    zaak = zes_zaken(sqlite, 4)
    for n in range(10, 16):
        vroegsignaal(sqlite, bewoner(n), f"K{n}")
    assert "geen anonieme casus" in klant(sqlite, INVORDERING, naam="Ilse").lees(f"/zaak/{i_nr(zaak)}/casus")


def test_a_vroegsignaal_names_no_partner(sqlite: Omgeving) -> None:
    klok(sqlite)
    zaken = [vroegsignaal(sqlite, bewoner(n), f"K{n}", partner="Woonstichting De Haard") for n in range(6)]
    pagina = klant(sqlite, VROEG).lees(f"/zaak/{v_nr(zaken[0])}/casus")
    assert "één signaal" in pagina and "energie of water" in pagina and "Haard" not in pagina


def test_a_casus_of_another_department_does_not_exist(sqlite: Omgeving) -> None:
    zaak = zes_zaken(sqlite)
    sanne, buur = klant(sqlite, VROEG), klant(sqlite, INVORDERING, naam="Buur", gemeenten=("buurdorp",))
    for wie in (sanne, buur):
        for pad in (f"/zaak/{i_nr(zaak)}/casus", f"/zaak/{i_nr(zaak)}/overdragen"):
            assert wie.get(pad).status_code == wie.stuur(pad, gelezen="ja").status_code == 404
    assert rijen(sqlite, Inzage) == []


class Overdracht:
    """A resident of invordering who wants help, and one of vroegsignalering."""

    def __init__(self, waar: Omgeving, *, grondslag: str = "toestemming") -> None:
        self.waar = klok(waar, parse_beleid(zet("signaal.grondslag", grondslag), feestdagen()))
        self.zaak = incassozaak(waar, bewoner(0, telefoon="+31612345678", email="a@b.example"))
        self.ilse = klant(waar, INVORDERING, naam="Ilse")
        self.sanne = klant(waar, VROEG)

    def stuur(self, wie: Klant | None = None, nummer: str = "", **velden: Any) -> Any:
        vast = {"door": "inwoner", "hoe": "telefonisch", "dag": MAANDAG, "dagdeel": "ochtend", "verteld": "ja"}
        pad = f"/zaak/{nummer or i_nr(self.zaak)}/overdragen"
        return (wie or self.ilse).stuur(pad, **(vast | {"sleutel": sleutel(), "toelichting": ""} | velden))

    def log(self, zaak: int) -> list[tuple[str, dict[str, Any]]]:
        with lezen(self.waar.engine) as db:
            return [(g.soort, g.gegevens) for g in log_van(db, zaak)]

    @property
    def gesprek(self) -> dict[str, Any]:
        [gevonden] = [g for soort, g in self.log(self.zaak) if soort == Soort.TAAK_AFGEROND]
        return gevonden


@pytest.fixture
def wereld(sqlite: Omgeving) -> Overdracht:
    return Overdracht(sqlite)


def test_the_page_shows_exactly_what_goes_along(wereld: Overdracht) -> None:
    pagina = wereld.ilse.lees(f"/zaak/{i_nr(wereld.zaak)}/overdragen")
    for wat in ("A. Inwoner0", "1 januari 1980", "Dorpsstraat 1", "+31612345678", "a@b.example", "€ 420,00",
                "gaat mee, maar staat hier niet", "Dit gaat niet mee"):  # fmt: skip
        assert wat in pagina, wat
    for niet in ("99999", "afvalstoffenheffing", "Afvalstoffenheffing"):
        assert niet not in pagina.partition("De toestemming")[0], niet


def test_consent_is_recorded_and_the_rules_hand_over(waar: Omgeving) -> None:
    w = Overdracht(waar)
    antwoord = w.stuur(dag="2026-07-24", toelichting="wil liefst na vijven gebeld worden")
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, f"/zaak/{i_nr(w.zaak)}")
    assert w.gesprek == {
        "soort": "bellen", "poging": 1, "uitkomst": "bereikt", "bereikt": True, "dagdeel": "ochtend",
        "vervolg": "wil hulp", "toestemming": "telefonisch", "toestemming_door": "inwoner",
        "toestemming_op": "2026-07-24",
    }  # fmt: skip
    assert rij(waar, Aantekening).tekst == "wil liefst na vijven gebeld worden"
    verloop = w.ilse.lees(f"/zaak/{i_nr(w.zaak)}")
    assert "Toestemming door de inwoner zelf op 24 juli 2026, aan de telefoon" in verloop
    stappen.zet_een(w.zaak, GEMEENTE, MAANDAG)
    [over] = [g for soort, g in w.log(w.zaak) if soort == Soort.OVERGEDRAGEN]
    assert over["warm"] and over["basis"] == "toestemming" and over["bedrag"] == 420_00
    assert over["bewijs"] == {
        "toestemming_op": "2026-07-24", "toestemming": "telefonisch", "toestemming_door": "inwoner",
    }  # fmt: skip
    signaal = rij(waar, Signaal)
    assert signaal.warme_overdracht and signaal.hulp_gevraagd and signaal.bron_zaak_id == w.zaak
    assert "na vijven" not in str(w.log(signaal.zaak_id)), "a note stays where it was written"
    pagina = w.ilse.lees(f"/zaak/{i_nr(w.zaak)}/overdragen")
    assert "al overgedragen" in pagina and "27 juli 2026" in pagina


@pytest.mark.parametrize(
    ("open_taak", "hoe", "klaar"),
    [
        pytest.param([Taaksoort.BELLEN], "telefonisch", "bellen", id="de open beltaak is het gesprek"),
        pytest.param([Taaksoort.HUISBEZOEK], "mondeling", "huisbezoek", id="het open bezoek is het gesprek"),
        pytest.param([Taaksoort.BELLEN, Taaksoort.HUISBEZOEK], "mondeling", "huisbezoek", id="aan de deur: het bezoek"),
        pytest.param([Taaksoort.BELLEN, Taaksoort.HUISBEZOEK], "telefonisch", "bellen", id="aan de telefoon: bellen"),
        pytest.param([Taaksoort.DWANGBEVEL_BEOORDELEN], "telefonisch", "bellen", id="een dwangbevel is geen gesprek"),
        pytest.param([], "schriftelijk", "bellen", id="geen taak: er komt een beltaak die al klaar is"),
    ],
)
def test_in_which_conversation_it_was(wereld: Overdracht, open_taak: list[Taaksoort], hoe: str, klaar: str) -> None:
    for soort in open_taak:
        een_taak(wereld.waar, wereld.zaak, soort)
    assert wereld.stuur(hoe=hoe).status_code == 303
    assert (wereld.gesprek["soort"], wereld.gesprek["toestemming"]) == (klaar, hoe)
    rest = {t.soort for t in rijen(wereld.waar, Taak, status="open")}
    assert rest == {s.value for s in open_taak} - {klaar}


@pytest.mark.parametrize(
    ("velden", "woorden"),
    [
        pytest.param({"verteld": ""}, "Vertel de inwoner eerst", id="de inwoner weet niet wat er meegaat"),
        pytest.param({"door": ""}, "wie de toestemming gaf", id="door wie"),
        pytest.param({"door": "buurvrouw"}, "wie de toestemming gaf", id="door iemand die dat niet mag"),
        pytest.param({"hoe": ""}, "hoe de toestemming", id="hoe"),
        pytest.param({"dag": "2026-07-28"}, "Kies een dag", id="morgen"),
        pytest.param({"dag": "2026-06-28"}, "Kies een dag", id="langer dan vier weken geleden"),
        pytest.param({"dag": "gisteren"}, "op welke dag", id="geen dag"),
        pytest.param({"dagdeel": "nacht"}, "dagdeel", id="een dagdeel dat niet bestaat"),
    ],
)
def test_without_proof_of_consent_nothing_goes(wereld: Overdracht, velden: dict[str, Any], woorden: str) -> None:
    antwoord = wereld.stuur(toelichting="dit typte ik", **velden)
    assert antwoord.status_code == 422 and woorden in antwoord.text and "dit typte ik" in antwoord.text
    assert Soort.TAAK_AFGEROND not in [soort for soort, _ in wereld.log(wereld.zaak)]


def test_a_form_sent_twice_is_one_consent(wereld: Overdracht) -> None:
    een = sleutel()
    assert [wereld.stuur(sleutel=een).status_code for _ in range(2)] == [303, 303]
    assert wereld.gesprek and len(rijen(wereld.waar, Taak)) == 1


def test_where_the_handover_is_shut_consent_opens_nothing(sqlite: Omgeving) -> None:
    w = Overdracht(sqlite, grondslag="uit")
    pagina = w.ilse.lees(f"/zaak/{i_nr(w.zaak)}/overdragen")
    assert "ook niet met toestemming" in pagina and "088-000 00 01" in pagina and "<select" not in pagina
    assert w.stuur().status_code == 409 and rijen(sqlite, Gebeurtenis, soort="taak_afgerond") == []


def test_what_is_handed_over_is_not_handed_over_again(wereld: Overdracht) -> None:
    wereld.stuur()
    stappen.zet_een(wereld.zaak, GEMEENTE, MAANDAG)
    assert wereld.stuur().status_code == 409 and len(rijen(wereld.waar, Signaal)) == 1


def test_from_vroegsignalering_to_schuldhulp_a_conversation_is_planned(sqlite: Omgeving) -> None:
    w = Overdracht(sqlite)
    zaak = vroegsignaal(sqlite, bewoner(7), "K7", crisis=True)
    stappen.zet_een(zaak, GEMEENTE, date(2026, 7, 20))
    pagina = w.sanne.lees(f"/zaak/{v_nr(zaak)}/overdragen")
    assert "blijven binnen uw afdeling" in pagina and "Dit gaat mee" not in pagina
    assert w.stuur(w.sanne, v_nr(zaak), hoe="mondeling").status_code == 303
    stappen.zet_een(zaak, GEMEENTE, MAANDAG)
    gesprek = rij(sqlite, Taak, zaak_id=zaak, soort="gesprek-plannen")
    assert (gesprek.team, gesprek.status, gesprek.uiterste_dag) == ("schuldhulp", "open", date(2026, 7, 30))
    pagina = w.sanne.lees(f"/zaak/{v_nr(zaak)}/overdragen")
    assert "al een taak om een gesprek te plannen" in pagina and '<form method="post" action="/zaak' not in pagina
    assert w.stuur(w.sanne, v_nr(zaak)).status_code == 409


def test_of_a_closed_zaak_there_is_nothing_to_hand_over(sqlite: Omgeving) -> None:
    w = Overdracht(sqlite)
    zaak = vroegsignaal(sqlite, bewoner(7), "K7", crisis=True)
    stappen.zet_een(zaak, GEMEENTE, date(2026, 7, 20))
    crisis = rij(sqlite, Taak, zaak_id=zaak, soort="crisis").id
    with schrijven(sqlite.engine) as db:
        rond_taak_af(db, crisis, lees_uitkomst("bereikt avond, wil geen hulp"), date(2026, 7, 20), "test")
    stappen.zet_een(zaak, GEMEENTE, date(2026, 7, 20))
    assert "Deze zaak is gesloten" in w.sanne.lees(f"/zaak/{v_nr(zaak)}/overdragen")
    assert w.stuur(w.sanne, v_nr(zaak)).status_code == 409
