# pyright: basic
"""Is the first conversation within the term of the law, and does the page say that nothing is sent by itself?"""

from datetime import date
from typing import Any

import pytest

from models.tabellen import Bericht, Taak
from models.tabellen_werk import Afspraak, Inzage, Taakactie
from rules.rollen import Rol
from rules.woorden import Taaksoort
from tasks.omgeving import Omgeving
from tests.worklist.bouwstenen import Klant, klant
from tests.worklist.zakenbouwer import bewoner, een_taak, klok, rij, rijen, sleutel, vroegsignaal

AUGUSTUS_24 = date(2026, 8, 24)


class Wereld:
    """One resident who wants help; four weeks from Monday 27 July, or three working days in a crisis."""

    def __init__(self, waar: Omgeving, *, crisis: bool = False) -> None:
        self.waar = klok(waar)
        self.zaak = vroegsignaal(waar, bewoner(0, telefoon="+31612345678"), crisis=crisis)
        uiterlijk = date(2026, 7, 30) if crisis else AUGUSTUS_24
        self.taak = een_taak(waar, self.zaak, Taaksoort.GESPREK_PLANNEN, uiterlijk)
        self.noor = klant(waar, Rol.SCHULDHULP, naam="Noor de Wit")

    @property
    def pad(self) -> str:
        return f"/taak/{self.taak}/gesprek"

    def plan(self, wie: Klant | None = None, **velden: Any) -> Any:
        vast = {"dag": "2026-08-10", "dagdeel": "ochtend", "tijd": "10:00", "eerste": self.noor.id, "versie": 0}
        return (wie or self.noor).stuur(self.pad, **(vast | {"sleutel": sleutel(), "reden": ""} | velden))


@pytest.mark.parametrize(
    ("velden", "status", "woorden"),
    [
        pytest.param({}, 303, "", id="twee weken later"),
        pytest.param({"dag": "2026-08-24"}, 303, "", id="op de laatste dag"),
        pytest.param({"dag": "2026-08-25"}, 422, "Wgs artikel 4", id="een dag te laat"),
        pytest.param({"dag": "2026-08-25", "reden": "zin"}, 422, "Wgs artikel 4", id="een reden die niet bestaat"),
        pytest.param({"dag": "2026-08-25", "reden": "wacht-op-tolk"}, 303, "", id="later door een tolk"),
        pytest.param({"dag": "2026-08-08"}, 422, "weekend", id="zaterdag: eerst bevestigen"),
        pytest.param({"dag": "2026-08-08", "toch": "ja"}, 303, "", id="toch op zaterdag"),
        pytest.param({"dag": "2026-08-09", "toch": "ja"}, 422, "zondag", id="zondag"),
        pytest.param({"eerste": "999"}, 422, "Kies wie het gesprek voert", id="iemand die niet bestaat"),
        pytest.param({"versie": "3"}, 409, "Een collega", id="een oude pagina"),
    ],
)
def test_when_the_conversation_can_be(sqlite: Omgeving, velden: dict[str, Any], status: int, woorden: str) -> None:
    w = Wereld(sqlite)
    antwoord = w.plan(**velden)
    assert antwoord.status_code == status and woorden in antwoord.text
    assert len(rijen(sqlite, Afspraak)) == (status == 303)


def test_the_appointment_and_its_trace(waar: Omgeving) -> None:
    w = Wereld(waar)
    w.plan(dag="2026-08-26", reden="geen-plek")
    a, actie = rij(waar, Afspraak), rij(waar, Taakactie)
    assert (a.soort, str(a.dag), a.tijd, a.eerste_id, a.tweede_id) == (
        "gesprek",
        "2026-08-26",
        "10:00",
        w.noor.id,
        None,
    )
    assert actie.soort == "gesprek-gepland" and actie.gegevens["reden"] == "geen-plek"
    assert rij(waar, Taak, id=w.taak).behandelaar_id == w.noor.id
    assert rijen(waar, Bericht) == [], "nothing is sent by itself"
    pagina = w.noor.lees(w.pad)
    assert "Tijdig stuurt niets" in pagina and "26 augustus 2026" in pagina and "tel:+31612345678" in pagina
    assert rijen(waar, Inzage)[-1].wat == "gesprek plannen"


def test_a_reason_in_time_is_not_kept(sqlite: Omgeving) -> None:
    w = Wereld(sqlite)
    w.plan(reden="geen-plek")
    assert "reden" not in rij(sqlite, Taakactie).gegevens


@pytest.mark.parametrize(
    ("crisis", "zinnen"),
    [
        pytest.param(False, ("vier weken", "24 augustus 2026", "over 20 werkdagen"), id="gewoon: vier weken"),
        pytest.param(True, ("drie werkdagen", "30 juli 2026", "over 3 werkdagen"), id="crisis: drie werkdagen"),
    ],
)
def test_the_page_counts_the_term_of_the_law(sqlite: Omgeving, crisis: bool, zinnen: tuple[str, ...]) -> None:
    w = Wereld(sqlite, crisis=crisis)
    pagina = w.noor.lees(w.pad)
    assert all(zin in pagina for zin in zinnen)


def test_invordering_has_no_conversation(sqlite: Omgeving) -> None:
    w = Wereld(sqlite)
    ilse = klant(sqlite, Rol.INVORDERING, naam="Ilse")
    assert ilse.get(w.pad).status_code == w.plan(ilse).status_code == 404
    assert rijen(sqlite, Afspraak) == []
