# pyright: basic
"""Does the report say what an alderman may conclude, and also what it does not know?"""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete

from evaluation import feiten
from evaluation.cijfer import Periode
from evaluation.cijfers import uit_feiten
from evaluation.cijfertekst import NAMEN
from evaluation.momentpogingen import Pogingregel
from evaluation.rapport import bereik, kort, pogingen
from evaluation.rapport.afdekken import WEG
from evaluation.rapport.bron import Bron
from evaluation.rapport.geld import meer_minder, punten
from evaluation.rapport.getallen import euro
from evaluation.rapport.groepen import groepenhoofdstuk
from evaluation.rapport.inhoud import Alinea, Beeld, Doel, Hoofdstuk, Lijst, Tabel
from evaluation.rapport.ontbreekt import hoeveel_weg, ontbreekthoofdstuk
from evaluation.rapport.opvallend import hoogste
from evaluation.rapport.pogingen import Afgedekt, grof
from evaluation.rapport.vastgelegd import nooit, te_kort_terug, terug_tot
from evaluation.statistiek.aandelen import Schatting, wilson
from evaluation.tabellen import LOG, MELDING
from evaluation.tellen import Selectie
from rules.kleinecijfers import GRENS
from rules.log import Soort
from rules.woorden import Zaaksoort
from tests.evaluation.feitenrijen import STAD, leeg, zet
from tests.evaluation.rapporten import BEGIN, GROOT, KLEIN, ZWIJGT, Lezer, database, rapport_van

pytestmark = pytest.mark.xdist_group("rapport")

EIND = date(2026, 6, 30)


def bron_van(db, van: date = BEGIN) -> Bron:
    periode = Periode(van, EIND)
    feiten.leg_klaar(db, periode, ("noordhoek",))
    selectie = Selectie(periode, ("noordhoek",))
    return Bron(db, selectie, uit_feiten(db, selectie), "Noordhoek")


def tekst(h: Hoofdstuk) -> str:
    woorden = [b.tekst for b in h.blokken if isinstance(b, Alinea)]
    woorden += [f"{kop}: {zin}" for b in h.blokken if isinstance(b, Lijst) for kop, zin in b.punten]
    return " ".join([*woorden, *(b.waarom for b in h.blokken if isinstance(b, Doel))])


@pytest.mark.parametrize(
    ("delen", "wie"),
    [
        pytest.param([(341, 1000), (250, 1000), (191, 1000)], 0, id="avond, middag en ochtend verschillen zeker"),
        pytest.param([(250, 1000), (251, 1000), (191, 1000)], None, id="de hoogste twee liggen te dicht bij elkaar"),
        pytest.param([(240, 1000), (200, 1000)], 0, id="twee die zeker verschillen"),
        pytest.param([(24, 100), (20, 100)], None, id="hetzelfde verschil bij te weinig pogingen"),
        pytest.param([(200, 1000)], None, id="er is niets om mee te vergelijken"),
    ],
)
def test_een_manier_of_dagdeel_is_pas_beter_als_dat_zeker_is(delen: list[tuple[int, int]], wie: int | None) -> None:
    assert hoogste([wilson(t, n) for t, n in delen]) == wie


@pytest.mark.parametrize("van", [50, 137, 355, 999, 2393])
def test_een_afgerond_deel_zegt_niet_hoeveel_het_er_waren(van: int) -> None:
    """GRENS residents more or fewer can give the same share, so nothing follows from subtracting it."""
    for teller in range(GRENS, van - GRENS, 17):
        deel = grof(wilson(teller, van), van)
        assert deel is not None
        zelfde = [t for t in range(van + 1) if grof(wilson(t, van), van) == deel]
        assert len(zelfde) >= GRENS


def test_van_te_weinig_pogingen_blijft_ook_afgerond_niets_over() -> None:
    assert grof(wilson(20, 49), 49) is None


def test_wat_per_route_niet_te_zien_is_volgt_ook_niet_uit_pogingen_of_lijnen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bereik, "afgedekt", lambda _: Afgedekt(bereik=True, hulp=True))
    with database(GROOT) as db:
        bron = bron_van(db)
        poging, moment = bereik.bereikhoofdstuk(bron), bereik.momenthoofdstuk(bron)
    for t in [b for b in poging.blokken if isinstance(b, Tabel) and "Vroegsignalering" in b.bijschrift]:
        assert {rij[4] for rij in t.rijen} == {WEG}
        assert all(rij[1] == WEG or rij[1].startswith("ongeveer") for rij in t.rijen)
        assert all(rij[2] == WEG or "," not in rij[2] for rij in t.rijen), "a share in whole percents"
    beelden = {b.naam for b in moment.blokken if isinstance(b, Beeld)}
    assert not beelden & {"bereik-kanaal", "bereik-dagdeel", "hulp-kanaal", "hulp-dagdeel"}
    assert bereik.NIET_VERDEELD in tekst(moment)


def test_de_tabel_per_route_bepaalt_wat_elders_verborgen_blijft() -> None:
    """Written down by another hand: hidden in the one table is hidden in the other."""
    for stad in (GROOT, KLEIN):
        tabellen = {t.bijschrift: t for t in rapport_van(stad).tabellen}
        gesproken, hulp = tabellen.get("Gesproken, per route"), tabellen.get("Wil hulp, per route")
        with database(stad) as db:
            dicht = pogingen.afgedekt(bron_van(db))
        assert gesproken or stad is KLEIN
        if gesproken:
            assert dicht == Afgedekt(
                bereik=any(r[2] == WEG for r in gesproken.rijen),
                hulp=hulp is None or any(r[2] == WEG for r in hulp.rijen),
            )


def test_een_groep_waarin_niemand_is_gesproken_ontbreekt_niet_bij_hulp() -> None:
    """Else the table of who wants help would tell that it is nobody, where the other table hides the number."""
    wie = [("huurder", 60, 30, 15), ("huiseigenaar", 60, 20, 10), ("jongere", 60, 20, 10), ("aow", 20, 0, 0)]
    rijen = [
        {"doelgroep": groep, "dag": BEGIN, "maand": BEGIN, "bereikt": n < gesproken, "hulp": n < hulp}
        for groep, aantal, gesproken, hulp in wie for n in range(aantal)
    ]  # fmt: skip
    with leeg() as db:
        zet(db, MELDING, rijen)
        selectie = Selectie(Periode(BEGIN, EIND), (STAD,))
        blokken = groepenhoofdstuk(Bron(db, selectie, uit_feiten(db, selectie), "Voorbeeldstad")).blokken
    tabellen = {b.bijschrift: b for b in blokken if isinstance(b, Tabel)}
    rijen_van = {
        naam: {r[0]: r[1:] for r in tabellen[f"{naam}, per groep"].rijen} for naam in ("Gesproken", "Wil hulp")
    }
    assert set(rijen_van["Gesproken"]) == set(rijen_van["Wil hulp"])
    assert set(rijen_van["Wil hulp"]["mensen met AOW"]) == {WEG}


@pytest.mark.parametrize(
    ("van", "vanaf"),
    [(date(2026, 1, 1), date(2025, 7, 1)), (date(2025, 9, 15), date(2025, 3, 1)), (date(2026, 7, 1), date(2026, 1, 1))],
)
def test_zo_ver_terug_moet_tijdig_signalen_kennen(van: date, vanaf: date) -> None:
    assert terug_tot(van) == vanaf


def test_een_te_korte_voorgeschiedenis_staat_op_drie_plaatsen() -> None:
    """The cohort begins with the period, so nobody knows what came before."""
    with database(GROOT) as db:
        bron = bron_van(db)
        zin = te_kort_terug(bron)
        assert "januari 2026" in zin
        for waar in (kort.kort(bron), ontbreekthoofdstuk(bron)):
            assert zin in tekst(waar)
        assert zin in " ".join(rapport_van(GROOT).html.replace("\u00a0", " ").replace("&#39;", "'").split())
        rijen = Lezer(rapport_van(GROOT).html).tabellen["Onze cijfers naast die van de evaluatie"]
        assert "januari 2026" in next(r for r in rijen if r[0] == NAMEN["opeenvolgend"])[5]
        ver_genoeg = replace(bron, selectie=Selectie(Periode(date(2026, 7, 1), EIND), ("noordhoek",)))
        assert te_kort_terug(ver_genoeg) == ""


def test_wat_nooit_is_vastgelegd_staat_bij_leg_dit_vast() -> None:
    with database(GROOT) as db:
        bron = bron_van(db)
        db.execute(delete(LOG).where(LOG.c.soort == Soort.DWANGBEVEL_BETEKEND.value))
        assert {"dwangbevel", "betalingsregeling"} <= {n.wat for n in nooit(bron)}
        assert "Dwangbevel: niet vastgelegd" in tekst(ontbreekthoofdstuk(bron))
    with database(ZWIJGT) as db:
        assert {"dwangbevel", "kwijtschelding", "aanmelding schuldhulp"} <= {n.wat for n in nooit(bron_van(db))}


def test_maanden_die_ontbreken_zijn_maanden_van_een_gemeente() -> None:
    with database(GROOT) as db:
        bron = bron_van(db)
        assert hoeveel_weg(bron).startswith("1 van de 6 maanden telt niet")
        samen = replace(bron, selectie=Selectie(Periode(BEGIN, EIND), ("noordhoek", "elders")))
        assert hoeveel_weg(samen).startswith("In 1 van de 2 gemeenten ontbreken gegevens, samen 1 van de 12 maanden")


@pytest.mark.parametrize(
    ("schatting", "zin"),
    [
        pytest.param(Schatting(-403, -714, -95),
                     "€ 4,03 minder (met 95 % zekerheid tussen € 7,14 minder en € 0,95 minder)", id="minder kosten"),
        pytest.param(Schatting(50, -20, 120), "€ 0,50 meer (met 95 % zekerheid tussen € 0,20 minder en € 1,20 meer)",
                     id="minder of meer"),
    ],
)  # fmt: skip
def test_een_bedrag_heeft_geen_min(schatting: Schatting, zin: str) -> None:
    assert meer_minder(schatting, euro).replace("\u00a0", " ") == zin
    assert "−" not in meer_minder(Schatting(-0.07, -0.1, 0.01), punten)


def test_elk_cijfer_van_de_evaluatie_staat_naast_het_onze() -> None:
    rijen = [r[0] for r in Lezer(rapport_van(GROOT).html).tabellen["Onze cijfers naast die van de evaluatie"]]
    assert {"Overleden of geen inwoner", "Eén signaal op het adres"} <= set(rijen)


def test_een_team_leest_wat_een_poging_oplevert() -> None:
    """Planned in the cohort: evenings reach more; the words say so only with shares of attempts."""
    with database(replace(GROOT, inwoners=2000, signalen_per_maand=200)) as db:
        bron = bron_van(db)
        zinnen = " ".join(pogingen.per_poging(bron))
        eigen = pogingen.regels(bron, Zaaksoort.VROEGSIGNALERING)
        rijen = pogingen.pogingrijen(eigen, "dagdeel", pogingen.afgedekt(bron))
    gezien = [r for r in rijen if r.deel is not None]
    assert len(gezien) == 3 and all(r.gesproken in zinnen for r in gezien)
    assert "een poging 's avonds" in zinnen.lower()


@pytest.mark.parametrize(
    ("dicht", "rij"),
    [
        pytest.param(Afgedekt(bereik=False, hulp=False), ("1.373", "20,8 %", "33,7 %"), id="niets te verbergen"),
        pytest.param(Afgedekt(bereik=False, hulp=True), ("1.373", "20,8 %", WEG), id="hulp is elders verborgen"),
        pytest.param(Afgedekt(bereik=True, hulp=True), ("ongeveer 1.370", "21 %", WEG), id="ook wie is gesproken"),
    ],
)
def test_pogingen_tonen_niet_meer_dan_de_tabel_per_route(dicht: Afgedekt, rij: tuple[str, ...]) -> None:
    regel = Pogingregel("vroegsignalering", "kanaal", "bellen", 1373, wilson(286, 1373), 286, wilson(96.4, 286))
    gezien = pogingen.pogingrijen([regel], "kanaal", dicht)[0]
    assert (gezien.pogingen, gezien.gesproken, gezien.hulp) == rij
