# pyright: basic
"""Is the newest appointment the one that holds, and does it end with its taak? And whose is it to see?"""

from datetime import date
from typing import Any

import pytest

from models import afspraken
from models.afspraken import GESPREK, HUISBEZOEK, NieuweAfspraak
from models.casus import bevolking
from models.database import lezen, schrijven
from models.feiten import rond_taak_af
from models.medewerkers import onthoud
from models.register import sluit_taak
from models.tabellen import Inwoner, Zaak
from models.tabellen_werk import Afspraak, Medewerker
from rules.levering import Sector
from rules.rollen import Blik, Rol
from rules.uitkomst import lees_uitkomst
from rules.woorden import Taaksoort, Zaaksoort
from tasks.omgeving import Omgeving
from tests.worklist.zakenbouwer import (
    GEMEENTE,
    JULI_13,
    MAANDAG,
    bewoner,
    een_taak,
    incassozaak,
    rij,
    rijen,
    vroegsignaal,
)

VROEG, INCASSO = Zaaksoort.VROEGSIGNALERING, Zaaksoort.INCASSO
DINSDAG = date(2026, 7, 28)


def blik(*afdelingen: Zaaksoort, gemeente: str = GEMEENTE) -> Blik:
    return Blik(frozenset({gemeente}), frozenset(afdelingen))


def collega(waar: Omgeving, naam: str, *rollen: Rol, gemeente: str = GEMEENTE) -> int:
    with schrijven(waar.engine) as db:
        return onthoud(db, naam, naam, rollen, [gemeente])


def plan(waar: Omgeving, zaak: int, taak: int, wie: int, **anders: Any) -> int:
    vast: dict[str, Any] = {"soort": HUISBEZOEK, "dag": MAANDAG, "dagdeel": "middag", "tijd": "", "eerste_id": wie}
    with schrijven(waar.engine) as db:
        return afspraken.plan(db, zaak, taak, NieuweAfspraak(**(vast | anders)))


class Wereld:
    """A visit for a resident of vroegsignalering."""

    def __init__(self, waar: Omgeving) -> None:
        self.waar = waar
        self.zaak = vroegsignaal(waar, bewoner(0, telefoon="+31612345678", mobiel=True))
        self.taak = een_taak(waar, self.zaak, Taaksoort.HUISBEZOEK)
        self.sanne = collega(waar, "Sanne", Rol.VROEGSIGNALERING)

    @property
    def standen(self) -> list[tuple[int, str]]:
        return [(a.volgnr, a.status) for a in rijen(self.waar, Afspraak)]

    def lijst(self, *afdelingen: Zaaksoort, dag: date = MAANDAG, gemeente: str = GEMEENTE) -> list[str]:
        with lezen(self.waar.engine) as db:
            return [b.naam for b in afspraken.bezoeken_op(db, blik(*afdelingen, gemeente=gemeente), dag)]


def test_a_new_appointment_takes_the_place_of_the_one_before(waar: Omgeving) -> None:
    w = Wereld(waar)
    assert [plan(waar, w.zaak, w.taak, w.sanne, dag=d) for d in (MAANDAG, DINSDAG, MAANDAG)] == [1, 2, 3]
    assert w.standen == [(1, "vervallen"), (2, "vervallen"), (3, "gepland")]
    assert (w.lijst(VROEG), w.lijst(VROEG, dag=DINSDAG)) == (["A. Inwoner0"], [])
    with lezen(waar.engine) as db:
        nu = afspraken.huidige(db, blik(VROEG), w.taak)
    assert nu is not None and (nu.volgnr, nu.eerste, nu.tweede) == (3, "Sanne", "")


@pytest.mark.parametrize(
    ("status", "stand", "op_de_lijst"),
    [
        pytest.param("afgerond", "gedaan", True, id="iemand is geweest: het bezoek is gedaan"),
        pytest.param("vervallen", "vervallen", False, id="het hoefde niet meer: het bezoek vervalt"),
    ],
)
def test_an_appointment_ends_with_its_taak(waar: Omgeving, status: str, stand: str, op_de_lijst: bool) -> None:
    w = Wereld(waar)
    plan(waar, w.zaak, w.taak, w.sanne)
    with schrijven(waar.engine) as db:
        sluit_taak(db, w.zaak, "huisbezoek", 1, status, MAANDAG)
    assert w.standen == [(1, stand)] and bool(w.lijst(VROEG)) is op_de_lijst


def test_another_taak_of_the_zaak_leaves_the_appointment_alone(sqlite: Omgeving) -> None:
    w = Wereld(sqlite)
    plan(sqlite, w.zaak, w.taak, w.sanne)
    bellen = een_taak(sqlite, w.zaak, Taaksoort.BELLEN)
    with schrijven(sqlite.engine) as db:
        rond_taak_af(db, bellen, lees_uitkomst("niet bereikt avond"), MAANDAG, "test")
    assert w.standen == [(1, "gepland")]


def test_the_list_is_of_the_own_department_and_gemeente_and_of_visits_only(waar: Omgeving) -> None:
    w = Wereld(waar)
    plan(waar, w.zaak, w.taak, w.sanne)
    ander = incassozaak(waar, bewoner(1))
    ilse = collega(waar, "Ilse", Rol.INVORDERING)
    plan(waar, ander, een_taak(waar, ander, Taaksoort.HUISBEZOEK), ilse)
    plan(waar, w.zaak, een_taak(waar, w.zaak, Taaksoort.GESPREK_PLANNEN), w.sanne, soort=GESPREK)
    assert (w.lijst(VROEG), w.lijst(INCASSO)) == (["A. Inwoner0"], ["A. Inwoner1"])
    assert w.lijst(VROEG, gemeente="buurdorp") == w.lijst() == []
    with lezen(waar.engine) as db:
        assert afspraken.huidige(db, blik(INCASSO), w.taak) is None


def test_a_visit_knows_where_and_who(sqlite: Omgeving) -> None:
    w = Wereld(sqlite)
    ilse = collega(sqlite, "Ilse", Rol.INVORDERING)
    plan(sqlite, w.zaak, w.taak, w.sanne, tweede_id=ilse)
    with lezen(sqlite.engine) as db:
        [b] = afspraken.bezoeken_op(db, blik(VROEG), MAANDAG)
    assert (b.adres.straat, b.adres.huisnummer, b.telefoons) == ("Dorpsstraat", "1", ("+31612345678",))
    assert (b.ploeg, b.eerste, b.tweede, b.open) == (f"{w.sanne}-{ilse}", "Sanne", "Ilse", True)
    assert "Inwoner0" not in repr(b) and "612345678" not in repr(b)


def test_who_can_come_along(sqlite: Omgeving) -> None:
    mensen = {
        "Sanne": (Rol.VROEGSIGNALERING,), "Noor": (Rol.SCHULDHULP,), "Ilse": (Rol.INVORDERING,), "Bea": (Rol.BEHEER,),
    }  # fmt: skip
    for naam, rollen in mensen.items():
        collega(sqlite, naam, *rollen)
    collega(sqlite, "Buur", Rol.VROEGSIGNALERING, gemeente="buurdorp")
    weg = collega(sqlite, "Weg", Rol.VROEGSIGNALERING)
    m = Medewerker.__table__  # type: ignore[attr-defined]
    with schrijven(sqlite.engine) as db:
        db.execute(m.update().where(m.c.id == weg).values(afwezig_van=MAANDAG, afwezig_tot=MAANDAG))
    with lezen(sqlite.engine) as db:
        assert set(afspraken.eigen_collegas(db, GEMEENTE, VROEG, MAANDAG).values()) == {"Sanne", "Noor"}
        assert list(afspraken.wie_kan_mee(db, GEMEENTE, VROEG, MAANDAG).values()) == ["Noor", "Sanne", "Ilse"]
        assert "Weg" in afspraken.eigen_collegas(db, GEMEENTE, VROEG, DINSDAG).values(), "back again"


def test_a_warning_stays_with_the_department(waar: Omgeving) -> None:
    """The other department has a row of its own about the same person: what one knows the other does not."""
    w = Wereld(waar)
    incassozaak(waar, bewoner(0))
    eigen = rij(waar, Zaak, id=w.zaak).inwoner_id
    with schrijven(waar.engine) as db:
        assert afspraken.zet_let_op(db, eigen, "hond") == "" and afspraken.zet_let_op(db, eigen, "agressie") == "hond"
    assert {i.afdeling: i.let_op for i in rijen(waar, Inwoner)} == {VROEG: "agressie", INCASSO: ""}


def test_the_residents_of_a_casus_are_of_one_department(waar: Omgeving) -> None:
    eerste = vroegsignaal(waar, bewoner(0), "K0", bedrag=100_00, sector=Sector.HUUR)
    vroegsignaal(waar, bewoner(1), "K1", crisis=True)
    vordering = incassozaak(waar, bewoner(2), bedrag=900_00, openstaand=600_00)
    with lezen(waar.engine) as db:
        vroeg = bevolking(db, rij(waar, Zaak, id=eerste), JULI_13)
        incasso = bevolking(db, rij(waar, Zaak, id=vordering), JULI_13)
    gevonden = [k for zaken in vroeg.values() for k in zaken.values()]
    assert [(k.soort, k.leeftijd, k.bedrag, k.sectoren, k.crisis) for k in gevonden] == [
        (VROEG, 46, 100_00, (Sector.HUUR,), False),
        (VROEG, 46, 180_00, (Sector.WATER,), True),
    ]
    [[k]] = [list(zaken.values()) for zaken in incasso.values()]
    assert (k.soort, k.bedrag, k.sectoren) == (INCASSO, 600_00, ())
