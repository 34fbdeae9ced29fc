# pyright: basic
"""Two people on one taak, a double click, a phone without connection: nobody overwrites, nothing typed is lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from models.database import lezen
from rules.rollen import Rol
from rules.woorden import Taaksoort
from tasks.omgeving import Omgeving, omgeving
from tests.browser.bouwstenen import TELEFOON, Bureau, Mens, Werkplek
from tests.models.bouwers import lees
from tests.worklist.stad import LOG, TAAK, VANDAAG, Kant, bouw, vier_kanten

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.postgres]

VERA, BAS = Mens("Vera de Wit", (Rol.VROEGSIGNALERING,)), Mens("Bas Visser", (Rol.VROEGSIGNALERING,))
NUMMER = "020 1234567"
Samen = tuple[Bureau, Bureau, Kant]


@pytest.fixture
def samen(open_plek: Callable[..., Werkplek], postgres: Omgeving) -> Samen:
    """Two colleagues of vroegsignalering at work on PostgreSQL."""
    [_, kant] = bouw(postgres, vier_kanten()[:2])
    plek = open_plek(omgeving())
    return plek.ingelogd(VERA), plek.ingelogd(BAS), kant


def gezien(wie: Page, naam: str) -> str:
    return wie.get_by_label(naam, exact=True).input_value()


def uitkomsten(taak_id: int) -> list[dict[str, Any]]:
    """Return what the log tells of how a taak ended."""
    with lezen(omgeving().engine) as db:
        taak = db.execute(select(TAAK).where(TAAK.c.id == taak_id)).one()
        rijen = db.execute(select(LOG.c.gegevens).where(LOG.c.zaak_id == taak.zaak_id, LOG.c.soort == "taak_afgerond"))
        return [g for g in rijen.scalars() if (g["soort"], g["poging"]) == (taak.soort, taak.poging)]


def taak_rij(taak_id: int) -> Any:
    with lezen(omgeving().engine) as db:
        return db.execute(select(TAAK).where(TAAK.c.id == taak_id)).one()


def test_wie_als_tweede_neemt_leest_dat_een_collega_eerder_was(samen: Samen) -> None:
    vera, bas, kant = samen
    taak = kant.taken[Taaksoort.CRISIS]
    for wie in samen[:2]:
        wie.ga(f"/taak/{taak}")
    vera.druk("Neem deze taak")
    vera.meldt("Deze taak is nu van u.")
    bas.druk("Neem deze taak")
    bas.meldt("Een collega was eerder.")
    bas.meldt("Vera de Wit heeft de taak genomen")
    expect(bas.page.get_by_role("button", name="Neem deze taak")).to_have_count(0)
    bas.volg("Laat mijn wijziging weg")
    assert bas.pad == f"/taak/{taak}"
    [vera_id] = [i for i, naam in lees(omgeving(), "medewerker", "id", "naam") if naam == VERA.naam]
    assert taak_rij(taak).behandelaar_id == vera_id


def test_wat_de_tweede_invulde_staat_er_nog(samen: Samen) -> None:
    vera, bas, kant = samen
    taak = kant.taken[Taaksoort.UITVAL_UITZOEKEN]
    bas.ga(f"/taak/{taak}")
    bas.druk("Neem deze taak")
    bas.page.get_by_text("Leg weg tot een dag").click()
    bas.page.get_by_label("Terug in de lijst op").fill("2026-07-29")
    bas.page.get_by_label("Waarom", exact=True).first.select_option("terugbellen")
    vera.ga(f"/taak/{taak}")
    vera.page.get_by_text("Vraag de teamleiding").click()
    vera.page.locator("[name=escalatie_reden]").select_option("te-moeilijk")
    vera.druk("Laat zien aan de teamleiding")
    bas.druk("Leg weg")
    bas.meldt("Een collega was eerder.")
    bas.meldt("Vera de Wit heeft de taak aan de teamleiding gegeven")
    assert gezien(bas.page, "Terug in de lijst op") == "2026-07-29"
    expect(bas.page.locator("[name=wacht_reden]")).to_have_value("terugbellen")
    assert taak_rij(taak).wacht_tot is None
    bas.druk("Leg weg")
    assert str(taak_rij(taak).wacht_tot) == "2026-07-29"


def test_twee_uitkomsten_een_blijft_en_de_ander_kiest(samen: Samen) -> None:
    vera, bas, kant = samen
    taak = kant.taken[Taaksoort.CRISIS]
    for wie in samen[:2]:
        wie.ga(f"/taak/{taak}/uitkomst")
    bas.page.get_by_label("Bereikt: wil hulp").check()
    bas.page.get_by_label("Aantekening").fill("Zoon van mevrouw belt terug")
    bas.page.get_by_text("Nieuw telefoonnummer of e-mailadres").click()
    bas.page.locator("[name=telefoon]").fill(NUMMER)
    vera.page.get_by_label("Niet bereikt").check()
    vera.druk("Leg vast")
    vera.meldt("De uitkomst is vastgelegd.")
    bas.druk("Leg vast")
    expect(bas.page.get_by_role("heading", name="Een collega was eerder")).to_be_visible()
    bas.meldt("U had: Bereikt: wil hulp")
    assert "Zoon van mevrouw belt terug" in gezien(bas.page, "Aantekening")
    assert bas.page.locator("[name=telefoon]").input_value() == NUMMER
    bas.druk("Bewaar bij de zaak")
    assert [u["uitkomst"] for u in uitkomsten(taak)] == ["niet bereikt"]
    bas.ga(f"/zaak/{kant.zaak}?waarom=taak")
    bas.meldt("Zoon van mevrouw belt terug")
    bas.meldt("+31201234567")


def test_dubbel_klikken_legt_een_uitkomst_vast(samen: Samen) -> None:
    vera, _, kant = samen
    taak = kant.taken[Taaksoort.BELLEN]
    vera.ga(f"/taak/{taak}/uitkomst")
    vera.page.get_by_label("Niet bereikt").check()
    vera.page.get_by_role("button", name="Leg vast").dblclick()
    vera.page.wait_for_load_state()
    vera.meldt("De uitkomst is vastgelegd.")
    assert len(uitkomsten(taak)) == 1


def test_hetzelfde_formulier_tegelijk_en_nog_eens_legt_een_uitkomst_vast(samen: Samen) -> None:
    vera, _, kant = samen
    taak = kant.taken[Taaksoort.HUISBEZOEK]
    vera.ga(f"/taak/{taak}/uitkomst")
    vera.page.get_by_label("Niet bereikt").check()
    vera.page.get_by_label("Aantekening").fill("Eén keer")
    stuur = """() => { const f = document.querySelector('form[action$="/uitkomst"]');
      const inhoud = () => ({method: 'POST', body: new URLSearchParams(new FormData(f))});
      const een = () => fetch(f.action, inhoud()).then(a => a.status);
      return Promise.all([een(), een(), een(), een()]); }"""
    assert set(vera.page.evaluate(stuur)) == {200}
    assert vera.page.evaluate(stuur) == [200] * 4
    assert len(uitkomsten(taak)) == 1
    assert len(lees(omgeving(), "aantekening", "zaak_id", "tekst")) == 2 + 1  # one that each side had already
    vera.page.go_back()


def test_terug_in_de_browser_en_nog_een_keer_versturen_zegt_wat_er_is(samen: Samen) -> None:
    vera, _, kant = samen
    taak = kant.taken[Taaksoort.BELLEN]
    vera.ga(f"/taak/{taak}/uitkomst")
    vera.page.get_by_label("Niet bereikt").check()
    vera.druk("Leg vast")
    vera.page.go_back()
    vera.page.wait_for_load_state()
    if vera.page.get_by_role("button", name="Leg vast").count():
        vera.page.get_by_label("Bereikt: wil geen hulp").check()
        vera.druk("Leg vast")
    assert [u["uitkomst"] for u in uitkomsten(taak)] == ["niet bereikt"]


@pytest.fixture
def op_straat(open_plek: Callable[..., Werkplek], postgres: Omgeving) -> tuple[Bureau, Kant]:
    """A colleague with a phone, on the day of a visit."""
    [_, kant] = bouw(postgres, vier_kanten()[:2])
    return open_plek(omgeving()).ingelogd(VERA, viewport=TELEFOON, has_touch=True), kant


def _vul_bezoek_in(bureau: Bureau) -> None:
    bureau.page.get_by_text("Leg snel vast hoe het ging").first.click()
    bureau.page.get_by_label("Niet bereikt").first.check()
    bureau.page.get_by_label("Aantekening (mag leeg blijven)").first.fill("Kaart in de bus")


def test_zonder_verbinding_blijft_het_bezoek_bewaard_en_gaat_later_weg(op_straat: tuple[Bureau, Kant]) -> None:
    vera, kant = op_straat
    taak = kant.taken[Taaksoort.HUISBEZOEK]
    vera.ga(f"/bezoeken?dag={VANDAAG}")
    _vul_bezoek_in(vera)
    vera.context.set_offline(True)
    vera.page.get_by_role("button", name="Leg vast").first.click()
    expect(vera.page.locator("[data-stand]").first).to_contain_text("op dit apparaat bewaard")
    expect(vera.page.get_by_label("Aantekening (mag leeg blijven)").first).to_have_value("Kaart in de bus")
    assert uitkomsten(taak) == []
    vera.context.set_offline(False)
    expect(vera.page.get_by_text("De uitkomst is vastgelegd.")).to_be_visible()
    assert [u["uitkomst"] for u in uitkomsten(taak)] == ["niet bereikt"]
    assert vera.page.evaluate("Object.keys(localStorage).length") == 0


def test_wat_u_typte_staat_er_nog_als_u_de_pagina_opnieuw_opent(op_straat: tuple[Bureau, Kant]) -> None:
    vera, kant = op_straat
    vera.ga(f"/bezoeken?dag={VANDAAG}")
    _vul_bezoek_in(vera)
    bewaard = vera.page.evaluate("JSON.stringify(localStorage)")
    assert not re.search(f"{kant.stam}|csrf|{'|'.join(w for w in kant.woorden if len(w) > 5)}", bewaard, re.IGNORECASE)
    vera.ga("/taken")
    vera.ga(f"/bezoeken?dag={VANDAAG}")
    expect(vera.page.get_by_label("Aantekening (mag leeg blijven)").first).to_have_value("Kaart in de bus")
    expect(vera.page.get_by_label("Niet bereikt").first).to_be_checked()


def test_een_collega_op_hetzelfde_apparaat_ziet_niet_wat_u_typte(op_straat: tuple[Bureau, Kant]) -> None:
    vera, _ = op_straat
    vera.ga(f"/bezoeken?dag={VANDAAG}")
    _vul_bezoek_in(vera)
    from models.database import schrijven
    from models.medewerkers import begin_sessie, onthoud

    with schrijven(omgeving().engine) as db:
        token = begin_sessie(db, onthoud(db, "proef|Bas", BAS.naam, BAS.rollen, BAS.gemeenten))
    vera.context.add_cookies([{"name": "tijdig", "value": token, "url": vera.adres}])
    vera.ga(f"/bezoeken?dag={VANDAAG}")
    expect(vera.page.get_by_label("Aantekening (mag leeg blijven)").first).to_have_value("")
    assert "Kaart" not in vera.page.evaluate("JSON.stringify(localStorage)")


def test_er_was_maar_een_taak_per_zaak_en_poging(samen: Samen) -> None:
    """Without this the tests above could count in an empty place."""
    _, _, kant = samen
    with lezen(omgeving().engine) as db:
        aantal = db.execute(select(func.count()).select_from(TAAK).where(TAAK.c.zaak_id == kant.zaken[0])).scalar()
    assert aantal == len(kant.taken)
