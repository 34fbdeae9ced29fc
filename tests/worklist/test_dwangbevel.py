# pyright: basic
"""Does a person decide about a dwangbevel with everything in view, with a reason, and with four eyes where asked?"""

from datetime import date
from typing import Any

import pytest

from models.database import schrijven
from models.feiten import rond_taak_af
from models.logboek import Bijschrift, schrijf_bij
from models.tabellen import Gebeurtenis, Taak
from models.tabellen_werk import Aantekening, Inzage, Taakactie
from rules.beleid import parse_beleid
from rules.dwangbevel import REDENEN, Besluit, Waarom, past
from rules.log import Logregel, Soort
from rules.rollen import Rol
from rules.uitkomst import lees_uitkomst
from rules.woorden import Taaksoort
from tasks import drukwerk, stappen
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE, JUNI_5, JUNI_19
from tests.rules.beleidsbouwer import zet
from tests.rules.bouwers import feestdagen
from tests.worklist.bouwstenen import Klant, klant
from tests.worklist.zakenbouwer import bewoner, een_taak, i_nr, incassozaak, klok, rij, rijen, sleutel, vroegsignaal

WEL, NIET = Besluit.WEL.value, Besluit.NIET.value
GEHEIM = "mevrouw belde huilend op"


class Wereld:
    """One resident for whom two letters went and two calls were tried; the taak to judge is open."""

    def __init__(self, waar: Omgeving, *, vier_ogen: bool = False) -> None:
        data = zet("incasso.dwangbevel_vier_ogen", vier_ogen)
        self.waar = klok(waar, parse_beleid(data, feestdagen()))
        self.zaak = incassozaak(waar, bewoner(0, telefoon="+31612345678"))
        for dag in (JUNI_5, JUNI_19):
            stappen.zet_een(self.zaak, GEMEENTE, dag)
            drukwerk.verzend_brieven(dag)
        for dag, hoe in ((date(2026, 7, 8), "ochtend"), (date(2026, 7, 9), "avond")):
            taak = een_taak(waar, self.zaak, Taaksoort.BELLEN, gemaakt=dag)
            with schrijven(waar.engine) as db:
                rond_taak_af(db, taak, lees_uitkomst(f"niet bereikt {hoe}"), dag, "test")
        self.taak = een_taak(waar, self.zaak, Taaksoort.DWANGBEVEL_BEOORDELEN)
        self.ilse = klant(waar, Rol.INVORDERING, naam="Ilse de Groot")
        self.daan = klant(waar, Rol.INVORDERING, naam="Daan Vos")

    @property
    def pad(self) -> str:
        return f"/taak/{self.taak}/dwangbevel"

    @property
    def versie(self) -> int:
        return rij(self.waar, Taak, id=self.taak).versie

    def doe(self, wie: Klant, doe: str = "besluit", **velden: Any) -> Any:
        vast: dict[str, Any] = {"doe": doe, "versie": self.versie, "sleutel": sleutel()}
        if doe == "besluit":
            vast |= {"besluit": NIET, "reden": "kan-niet-betalen", "toelichting": GEHEIM}
        if voorstellen := rijen(self.waar, Taakactie, soort="voorgesteld"):
            vast["voorstel"] = voorstellen[-1].id
        return wie.stuur(self.pad, **(vast | velden))

    @property
    def uitkomsten(self) -> list[dict[str, Any]]:
        log = rijen(self.waar, Gebeurtenis, zaak_id=self.zaak, soort="taak_afgerond")
        return [g.gegevens for g in log if g.gegevens["soort"] == "dwangbevel-beoordelen"]


@pytest.fixture
def wereld(sqlite: Omgeving) -> Wereld:
    return Wereld(sqlite)


@pytest.fixture
def vier(sqlite: Omgeving) -> Wereld:
    return Wereld(sqlite, vier_ogen=True)


def test_the_whole_file_of_effort_stands_on_one_page(wereld: Wereld) -> None:
    with schrijven(wereld.waar.engine) as db:
        feiten = (
            Logregel(Soort.KWIJTSCHELDING_AANGEVRAAGD, JUNI_5),
            Logregel(Soort.KWIJTSCHELDING_AFGEWEZEN, JUNI_19),
            Logregel(Soort.TERUGKOPPELING, date(2026, 7, 20), {"afgesloten": True, "contact": False}),
        )
        schrijf_bij(db, [Bijschrift(wereld.zaak, f) for f in feiten], date(2026, 7, 20))
    pagina = wereld.ilse.lees(wereld.pad)
    verwacht = (
        "A. Inwoner0", "€ 420,00", "Herinnering", "Aanmaning", "verzonden", "ochtend (tot 12 uur)",
        "avond (vanaf 18 uur)", "Niet bereikt", "Kwijtschelding gevraagd", "Kwijtschelding niet gegeven",
        "De melding is gesloten", "Er was geen contact met de inwoner", "Een dwangbevel gaat nooit vanzelf",
        "Er ging een herinnering", f"/zaak/{i_nr(wereld.zaak)}/bericht/{i_nr(wereld.zaak)}-aanmaning-1-brief.pdf",
    )  # fmt: skip
    for wat in verwacht:
        assert wat in pagina, wat
    assert rijen(wereld.waar, Inzage)[-1].wat == "dwangbevel"


def test_why_it_may_not_go_by_post_is_told(wereld: Wereld) -> None:
    assert "mag niet per post" not in wereld.ilse.lees(wereld.pad)
    with schrijven(wereld.waar.engine) as db:
        retour = Logregel(Soort.POST_RETOUR, date(2026, 7, 20), {"bericht": "x", "soort": "aanmaning", "poging": 1})
        schrijf_bij(db, [Bijschrift(wereld.zaak, retour)], date(2026, 7, 20))
    assert "artikel 13 lid 4" in wereld.ilse.lees(wereld.pad)


@pytest.mark.parametrize(
    ("velden", "status", "woorden"),
    [
        pytest.param({}, 303, "", id="geen dwangbevel, met reden"),
        pytest.param({"besluit": WEL, "reden": "alles-geprobeerd"}, 303, "", id="wel een dwangbevel, met reden"),
        pytest.param({"reden": ""}, 422, "Kies een reden", id="zonder reden"),
        pytest.param({"reden": "alles-geprobeerd"}, 422, "past niet", id="een reden van het andere besluit"),
        pytest.param({"reden": "zomaar"}, 422, "past niet", id="een reden die niet bestaat"),
        pytest.param({"toelichting": "  "}, 422, "Leg in een paar woorden uit", id="zonder toelichting"),
        pytest.param({"besluit": ""}, 422, "Kies wat u beslist", id="zonder besluit"),
        pytest.param({"besluit": "bereikt"}, 422, "Kies wat u beslist", id="een ander soort uitkomst"),
        pytest.param({"versie": 9}, 409, "Een collega heeft deze taak net veranderd", id="een oude pagina"),
        pytest.param({"doe": "automatisch"}, 422, "Kies wat u wilt doen", id="een knop die niet bestaat"),
    ],
)
def test_a_decision_needs_a_reason_that_fits(wereld: Wereld, velden: dict[str, Any], status: int, woorden: str) -> None:
    antwoord = wereld.doe(wereld.ilse, **velden)
    assert antwoord.status_code == status and woorden in antwoord.text
    assert len(wereld.uitkomsten) == len(rijen(wereld.waar, Aantekening)) == (status == 303)
    assert rij(wereld.waar, Taak, id=wereld.taak).status == ("afgerond" if status == 303 else "open")
    if status != 303 and not velden.keys() & {"toelichting", "doe"}:
        assert GEHEIM in antwoord.text, "what was typed stays"


def test_the_log_keeps_a_code_and_the_words_are_a_note(waar: Omgeving) -> None:
    w = Wereld(waar)
    w.doe(w.ilse)
    [uitkomst] = w.uitkomsten
    assert (uitkomst["uitkomst"], uitkomst["reden"]) == (NIET, "kan-niet-betalen")
    log = rijen(waar, Gebeurtenis, zaak_id=w.zaak)
    assert GEHEIM not in str(log) and log[-1].actor == f"medewerker:{w.ilse.id}"
    assert rij(waar, Aantekening).tekst == GEHEIM
    with waar.engine.connect() as db:
        ruw = bytes(db.exec_driver_sql("SELECT tekst FROM aantekening").scalar_one())
    assert GEHEIM.encode() not in ruw, "encrypted in the database"
    verloop = w.ilse.lees(f"/zaak/{i_nr(w.zaak)}")
    assert "Reden: de inwoner kan dit niet betalen" in verloop and GEHEIM in verloop


def test_a_form_sent_twice_decides_once(wereld: Wereld) -> None:
    een, versie = sleutel(), wereld.versie
    assert [wereld.doe(wereld.ilse, sleutel=een, versie=versie).status_code for _ in range(2)] == [303, 303]
    assert len(wereld.uitkomsten) == 1


def test_what_is_decided_is_not_decided_again(wereld: Wereld) -> None:
    wereld.doe(wereld.ilse)
    antwoord = wereld.doe(wereld.daan)
    assert antwoord.status_code == 303 and len(wereld.uitkomsten) == 1, "sent to the taak, which says what was decided"
    assert wereld.ilse.get(wereld.pad, follow_redirects=False).headers["location"] == f"/taak/{wereld.taak}"


def test_with_four_eyes_the_first_only_proposes_and_the_second_confirms(waar: Omgeving) -> None:
    w = Wereld(waar, vier_ogen=True)
    w.doe(w.ilse, besluit=WEL, reden="alles-geprobeerd")
    assert w.uitkomsten == [] and rij(waar, Taak, id=w.taak).status == "open"
    assert "heeft een beslissing voorgesteld" in w.daan.lees(f"/taak/{w.taak}")
    pagina = w.daan.lees(w.pad)
    assert "Ilse de Groot stelt voor: uitvaardigen" in pagina and "alles is geprobeerd" in pagina
    assert w.doe(w.daan, "bevestig", toelichting="eens").status_code == 303
    assert w.uitkomsten == [
        {"soort": "dwangbevel-beoordelen", "poging": 1, "uitkomst": WEL, "reden": "alles-geprobeerd",
         "voorgesteld_door": w.ilse.id},
    ]  # fmt: skip
    assert [(a.soort, a.medewerker_id) for a in rijen(waar, Taakactie, taak_id=w.taak)] == [
        ("voorgesteld", w.ilse.id), ("bevestigd", w.daan.id),
    ]  # fmt: skip
    assert rijen(waar, Gebeurtenis, zaak_id=w.zaak)[-1].actor == f"medewerker:{w.daan.id}"


def test_nobody_confirms_his_own_proposal(vier: Wereld) -> None:
    vier.doe(vier.ilse)
    antwoord = vier.doe(vier.ilse, "bevestig")
    assert antwoord.status_code == 422 and "uw eigen voorstel" in antwoord.text and vier.uitkomsten == []
    assert "Ik bevestig" not in vier.ilse.lees(vier.pad)


def test_without_a_proposal_nothing_is_confirmed(vier: Wereld) -> None:
    assert vier.doe(vier.daan, "bevestig", voorstel=1).status_code == 422 and vier.uitkomsten == []


def test_a_second_proposal_waits_for_the_first(vier: Wereld) -> None:
    vier.doe(vier.ilse)
    assert vier.doe(vier.daan).status_code == 409 and len(rijen(vier.waar, Taakactie, soort="voorgesteld")) == 1


def test_who_disagrees_says_why_and_the_taak_stays_open(vier: Wereld) -> None:
    vier.doe(vier.ilse)
    assert vier.doe(vier.daan, "niet-eens", toelichting="").status_code == 422
    assert vier.doe(vier.daan, "niet-eens", toelichting="er is nog een regeling").status_code == 303
    assert vier.uitkomsten == [] and "stelt voor" not in vier.ilse.lees(vier.pad)
    assert vier.doe(vier.daan, "bevestig").status_code == 422, "that proposal is gone"
    assert vier.doe(vier.daan).status_code == 303, "now he proposes"
    assert vier.doe(vier.ilse, "bevestig").status_code == 303 and len(vier.uitkomsten) == 1


@pytest.mark.parametrize(("doe", "goed"), [("intrekken", ("ilse", "daan")), ("niet-eens", ("daan", "ilse"))])
def test_taking_back_is_for_who_proposed_and_disagreeing_for_another(
    vier: Wereld, doe: str, goed: tuple[str, str]
) -> None:
    vier.doe(vier.ilse)
    mag, mag_niet = (getattr(vier, wie) for wie in goed)
    assert vier.doe(mag_niet, doe, toelichting="nee").status_code == 422
    assert vier.doe(mag, doe, toelichting="nee").status_code == 303 and vier.uitkomsten == []


def test_a_proposal_that_changed_meanwhile_is_not_confirmed(vier: Wereld) -> None:
    vier.doe(vier.ilse)
    versie, oud = vier.versie, rijen(vier.waar, Taakactie, soort="voorgesteld")[-1].id
    vier.doe(vier.ilse, "intrekken")
    vier.doe(vier.ilse, besluit=WEL, reden="wil-niet-betalen")
    assert vier.doe(vier.daan, "bevestig", voorstel=oud, versie=versie).status_code == 422
    assert vier.doe(vier.daan, "bevestig", versie=versie).status_code == 409
    assert vier.uitkomsten == []


def test_a_confirmation_sent_twice_decides_once(vier: Wereld) -> None:
    vier.doe(vier.ilse)
    een, versie = sleutel(), vier.versie
    assert [vier.doe(vier.daan, "bevestig", sleutel=een, versie=versie).status_code for _ in range(2)] == [303, 303]
    assert len(vier.uitkomsten) == 1


def test_there_is_no_way_around_the_reason_and_the_four_eyes(vier: Wereld) -> None:
    velden = {"uitkomst": WEL, "versie": vier.versie, "sleutel": sleutel()}
    assert vier.ilse.stuur(f"/taak/{vier.taak}/uitkomst", **velden).status_code == 422 and vier.uitkomsten == []
    vier.doe(vier.ilse)
    vier.doe(vier.daan, "bevestig")
    volgnr = rijen(vier.waar, Gebeurtenis, zaak_id=vier.zaak)[-1].volgnr
    velden = {"hoe": "wijzigen", "uitkomst": WEL, "reden": "verkeerde-keuze", "sleutel": sleutel()}
    antwoord = vier.ilse.stuur(f"/zaak/{i_nr(vier.zaak)}/corrigeer/{volgnr}", **velden)
    assert antwoord.status_code == 422 and rijen(vier.waar, Gebeurtenis, soort="correctie") == []


def test_the_other_department_has_no_dwangbevel(sqlite: Omgeving) -> None:
    w = Wereld(sqlite)
    sanne = klant(sqlite, Rol.VROEGSIGNALERING, naam="Sanne")
    buur = klant(sqlite, Rol.INVORDERING, naam="Buur", gemeenten=("buurdorp",))
    bezoek = een_taak(sqlite, vroegsignaal(sqlite, bewoner(3)), Taaksoort.HUISBEZOEK)
    for wie in (sanne, buur):
        assert wie.get(w.pad).status_code == wie.get("/taak/99999/dwangbevel").status_code == 404
        assert w.doe(wie).status_code == 404
    assert w.ilse.get(f"/taak/{bezoek}/dwangbevel").status_code == 404
    assert sanne.get(f"/taak/{bezoek}/dwangbevel").status_code == 404, "a visit is not a dwangbevel"
    assert w.uitkomsten == []


@pytest.mark.parametrize("besluit", Besluit)
def test_every_reason_belongs_to_one_decision(besluit: Besluit) -> None:
    eigen = set(REDENEN[besluit])
    assert {w for w in Waarom if past(besluit.value, w.value)} == eigen and eigen
    assert sum(len(r) for r in REDENEN.values()) == len(Waarom)
