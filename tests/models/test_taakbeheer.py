# pyright: basic
"""Can two colleagues overwrite each other? Every change of a taak says which version it saw."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import text

from models import taakbeheer
from models.database import lezen, schrijf_samen, schrijven
from models.taakbeheer import AndereVersie, taak_van
from models.werkvoorraad import Keuze, Kijker, Lijst, eerste_vrije
from rules.rollen import Rol
from rules.taakacties import BIJ_TEAMLEIDING, Actie, Escalatiereden, Wachtreden
from rules.woorden import Taaksoort
from tasks.omgeving import Omgeving
from tests.models.taken import INCASSO, JULI_20, blik_van, een_collega, een_taak, gebeurd, stand

SEPTEMBER_1 = date(2026, 9, 1)

DADEN = [
    pytest.param(lambda db, t, wie: taakbeheer.neem(db, t, 0, wie), Actie.GENOMEN, id="nemen"),
    pytest.param(lambda db, t, wie: taakbeheer.geef_terug(db, t, 0, wie), Actie.TERUGGEGEVEN, id="teruggeven"),
    pytest.param(lambda db, t, wie: taakbeheer.wijs_toe(db, t, 0, wie, wie), Actie.TOEGEWEZEN, id="toewijzen"),
    pytest.param(
        lambda db, t, wie: taakbeheer.wijs_toe(db, t, 0, wie, wie, leiding=True), Actie.VERDEELD,
        id="toewijzen door de teamleiding",
    ),
    pytest.param(
        lambda db, t, wie: taakbeheer.leg_weg(db, t, 0, wie, SEPTEMBER_1, Wachtreden.AFSPRAAK), Actie.WEGGELEGD,
        id="wegleggen",
    ),
    pytest.param(lambda db, t, wie: taakbeheer.haal_terug(db, t, 0, wie), Actie.TERUGGEHAALD, id="terughalen"),
    pytest.param(
        lambda db, t, wie: taakbeheer.escaleer(db, t, 0, wie, Escalatiereden.ONVEILIG), Actie.GEESCALEERD,
        id="aan de teamleiding vragen",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("doe", "actie"), DADEN)
def test_elke_daad_telt_een_versie_en_blijft_bewaard(waar: Omgeving, doe, actie: Actie) -> None:
    taak, wie = een_taak(waar), een_collega(waar, "Sanne")
    with schrijven(waar.engine) as db:
        doe(db, taak, wie)
    assert stand(waar, taak).versie == 1
    assert gebeurd(waar, taak) == [(actie.value, wie)]


@pytest.mark.parametrize(("doe", "actie"), DADEN)
@pytest.mark.parametrize("hoe", ["een collega was eerder", "de taak is al gesloten"])
def test_wie_iets_ouds_zag_verandert_niets(sqlite: Omgeving, doe, actie: Actie, hoe: str) -> None:
    ander: dict[str, Any] = {"versie": 1} if hoe == "een collega was eerder" else {"status": "afgerond"}
    taak, wie = een_taak(sqlite, **ander), een_collega(sqlite, "Sanne")
    voor = stand(sqlite, taak)
    with pytest.raises(AndereVersie), schrijven(sqlite.engine) as db:
        doe(db, taak, wie)
    assert stand(sqlite, taak) == voor
    assert gebeurd(sqlite, taak) == []


def test_wat_elke_daad_verandert(waar: Omgeving) -> None:
    taak, sanne, fatima = een_taak(waar), een_collega(waar, "Sanne"), een_collega(waar, "Fatima")
    with schrijven(waar.engine) as db:
        taakbeheer.neem(db, taak, 0, sanne)
        taakbeheer.leg_weg(db, taak, 1, sanne, SEPTEMBER_1, Wachtreden.AFSPRAAK)
        taakbeheer.escaleer(db, taak, 2, sanne, Escalatiereden.ONVEILIG)
    rij = stand(waar, taak)
    assert (rij.behandelaar_id, rij.wacht_tot, rij.wacht_reden) == (sanne, SEPTEMBER_1, "afspraak")
    assert rij.escalatie == BIJ_TEAMLEIDING
    with schrijven(waar.engine) as db:
        taakbeheer.haal_terug(db, taak, 3, sanne)
        taakbeheer.wijs_toe(db, taak, 4, sanne, fatima)
    rij = stand(waar, taak)
    assert (rij.behandelaar_id, rij.wacht_tot, rij.wacht_reden, rij.escalatie) == (fatima, None, "", BIJ_TEAMLEIDING)
    with schrijven(waar.engine) as db:
        taakbeheer.wijs_toe(db, taak, 5, sanne, sanne, leiding=True)
        taakbeheer.geef_terug(db, taak, 6, sanne)
    assert (stand(waar, taak).behandelaar_id, stand(waar, taak).escalatie) == (None, 0)


@pytest.mark.parametrize(
    ("blik", "ziet"),
    [
        pytest.param(blik_van(Rol.VROEGSIGNALERING), True, id="de eigen afdeling"),
        pytest.param(blik_van(Rol.SCHULDHULP), True, id="het andere team van de afdeling"),
        pytest.param(blik_van(Rol.INVORDERING), False, id="de andere afdeling"),
        pytest.param(blik_van(Rol.VROEGSIGNALERING, gemeenten=("buurdorp",)), False, id="een andere gemeente"),
        pytest.param(blik_van(Rol.BEHEER), False, id="wie geen zaken ziet"),
    ],
)
def test_een_taak_is_er_alleen_voor_wie_hem_mag_zien(waar: Omgeving, blik, ziet: bool) -> None:
    taak = een_taak(waar)
    with lezen(waar.engine) as db:
        gevonden = taak_van(db, blik, taak)
    assert (gevonden is not None) == ziet


@pytest.mark.parametrize("nummer", [0, -1, 999_999, 2**31, 10**20])
def test_een_nummer_dat_er_niet_is_geeft_niets(waar: Omgeving, nummer: int) -> None:
    with lezen(waar.engine) as db:
        assert taak_van(db, blik_van(), nummer) is None


def test_de_rij_van_een_taak_kent_zijn_zaak(waar: Omgeving) -> None:
    wie = een_collega(waar, "Sanne", Rol.INVORDERING)
    taak = een_taak(waar, Taaksoort.DWANGBEVEL_BEOORDELEN, afdeling=INCASSO, behandelaar_id=wie)
    with lezen(waar.engine) as db:
        rij = taak_van(db, blik_van(Rol.INVORDERING), taak)
    assert rij is not None
    assert (rij.zaaksoort, rij.behandelaar, rij.team) == ("incasso", "Sanne", "invordering")
    assert rij.inwoner_id and rij.zaak_versie and rij.volgende_toets


def test_verdelen_geeft_wat_kan_en_laat_de_rest(waar: Omgeving) -> None:
    wie, aan = een_collega(waar, "Tom", Rol.VROEGSIGNALERING, Rol.TEAMLEIDING), een_collega(waar, "Fatima")
    goed, terug = een_taak(waar, escalatie=2), een_taak(waar, behandelaar_id=wie)
    anders, dicht = een_taak(waar, versie=3), een_taak(waar, status="afgerond")
    elders = een_taak(waar, afdeling=INCASSO)
    gekozen = dict.fromkeys((goed, terug, anders, dicht, elders), 0)
    with schrijven(waar.engine) as db:
        gegeven = taakbeheer.verdeel(db, blik_van(), wie, gekozen, aan)
    assert gegeven == {goed, terug}
    assert [stand(waar, t).behandelaar_id for t in gekozen] == [aan, aan, None, None, None]
    assert stand(waar, goed).escalatie == 0
    assert gebeurd(waar, goed) == [("verdeeld", wie)]
    assert gebeurd(waar, anders) == gebeurd(waar, elders) == []
    with schrijven(waar.engine) as db:
        assert taakbeheer.verdeel(db, blik_van(), wie, {goed: 1}, None) == {goed}
        assert taakbeheer.verdeel(db, blik_van(), wie, {}, aan) == set()
    assert stand(waar, goed).behandelaar_id is None


def test_wat_een_taak_doormaakte_kan_niemand_veranderen(waar: Omgeving) -> None:
    taak, wie = een_taak(waar), een_collega(waar, "Sanne")
    with schrijven(waar.engine) as db:
        taakbeheer.neem(db, taak, 0, wie)
    for opdracht in ("UPDATE taakactie SET soort = 'anders'", "DELETE FROM taakactie"):
        with pytest.raises(Exception, match="groeit alleen"), schrijven(waar.engine) as db:
            db.execute(text(opdracht))


def test_twee_collegas_tegelijk_krijgen_nooit_dezelfde_taak(waar: Omgeving) -> None:
    """The first unassigned taak is locked and skipped by the other (PostgreSQL), or writers take turns (SQLite)."""
    mensen = [een_collega(waar, f"Collega {n}") for n in range(4)]
    taken = [een_taak(waar) for _ in range(12)]
    samen = Barrier(len(mensen))

    def pak_alles(wie: int) -> list[int]:
        samen.wait()
        gepakt = []
        while (taak := schrijf_samen(waar.engine, lambda db: _pak(db, wie))) is not None:
            gepakt.append(taak)
        return gepakt

    with ThreadPoolExecutor(len(mensen)) as ploeg:
        gepakt = list(ploeg.map(pak_alles, mensen))
    assert sorted(t for per_mens in gepakt for t in per_mens) == sorted(taken)
    for wie, deze in zip(mensen, gepakt, strict=True):
        assert all(stand(waar, t).behandelaar_id == wie and stand(waar, t).versie == 1 for t in deze)


@pytest.mark.postgres
def test_wie_tegelijk_vraagt_wacht_niet_maar_krijgt_de_volgende(postgres: Omgeving) -> None:
    """While one colleague is taking the first taak, the other gets the second at once."""
    eerste, tweede = een_taak(postgres), een_taak(postgres)
    kijker = Kijker(een_collega(postgres, "Sanne"), blik_van(), JULI_20)
    with schrijven(postgres.engine) as een, schrijven(postgres.engine) as twee:
        twee.execute(text("SET LOCAL lock_timeout = '2s'"))
        rijen = [eerste_vrije(db, kijker, Keuze(Lijst.VRIJ)) for db in (een, twee, twee)]
    assert [rij and rij.id for rij in rijen[:2]] == [eerste, tweede]
    assert rijen[2] == rijen[1]


def _pak(db, wie: int) -> int | None:
    rij = eerste_vrije(db, Kijker(wie, blik_van(), JULI_20), Keuze(Lijst.VRIJ))
    if rij is None:
        return None
    taakbeheer.neem(db, rij.id, rij.versie, wie)
    return rij.id


def test_twee_collegas_nemen_dezelfde_taak_en_een_krijgt_hem(waar: Omgeving) -> None:
    taak, samen = een_taak(waar), Barrier(2)
    mensen = [een_collega(waar, f"Collega {n}") for n in range(2)]

    def neem(wie: int) -> bool:
        samen.wait()
        try:
            schrijf_samen(waar.engine, lambda db: taakbeheer.neem(db, taak, 0, wie))
        except AndereVersie:
            return False
        return True

    with ThreadPoolExecutor(2) as ploeg:
        gelukt = list(ploeg.map(neem, mensen))
    assert sorted(gelukt) == [False, True]
    assert gebeurd(waar, taak) == [("genomen", mensen[gelukt.index(True)])]
