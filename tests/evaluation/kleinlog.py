"""A small database for tests of figures: residents, zaken, signalen and gebeurtenissen written as the memory does."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import Connection, insert

from evaluation.cijfer import Cijfer, Periode
from evaluation.cijfers import bereken
from models.database import lezen, schrijven, tabel
from models.logboek import Bijschrift, schrijf_bij
from models.tabellen import Inwoner, Levering, Signaal, Vordering, Zaak
from models.tabellen_beheer import Leveringsmaand
from rules.log import Logregel, Soort
from rules.woorden import Zaaksoort
from tasks.omgeving import Omgeving

STAD = "voorbeeldstad"
JAAR = Periode(date(2026, 1, 1), date(2026, 12, 31))
Feit = tuple[str, Soort, dict[str, Any]]
"""Day as `MM-DD` in 2026, what happened, and its facts."""

_nummer = count(1)


def dag(tekst: str) -> date:
    return date.fromisoformat(f"2026-{tekst}")


class Schrijver:
    """Writes one zaak after another in one transaction."""

    def __init__(self, db: Connection, gemeente: str = STAD) -> None:
        self.db, self.gemeente, self.inwoner = db, gemeente, 0

    def incasso(self, *feiten: Feit, vervaldag: str = "05-31", soort: str = "afvalstoffenheffing") -> int:
        """Add an incassozaak with one vordering."""
        zaak = self._zaak(Zaaksoort.INCASSO, dag("03-01"), dag(vervaldag))
        self._rij(
            Vordering, zaak_id=zaak, gemeente=self.gemeente, aanslagnummer=f"A{zaak}", regel="1", belastingsoort=soort,
            belastingjaar=2026, bedrag=420_00, openstaand=420_00, extract_openstaand=420_00,
            dagtekening=dag("03-01"), vervaldag=dag(vervaldag),
        )  # fmt: skip
        return self._log(zaak, feiten)

    def vroeg(self, *feiten: Feit, sector: str = "water", op: str = "07-13", **kenmerken: Any) -> int:
        """Add a vroegsignaalzaak with one signaal; `kenmerken` were frozen when it arrived."""
        zaak = self._zaak(Zaaksoort.VROEGSIGNALERING, dag(op))
        signaal = self._rij(
            Signaal, gemeente=self.gemeente, zaak_id=zaak, inwoner_id=self.inwoner, kenmerk=f"K{zaak}",
            partner=sector, sector=sector, bedrag=180_00, ontvangen_op=dag(op), signaaldatum=dag(op), crisis=False,
            warme_overdracht=False, hulp_gevraagd=False, herhaald=False,
        )  # fmt: skip
        vast = {"eerder": 0, "bekend": False, "dagen": 40, "doelgroep": "huurder", "leeftijd": "27-44"}
        gegevens = {"signaal": signaal, "sector": sector, "kenmerken": vast | kenmerken}
        return self._log(zaak, ((op, Soort.SIGNAAL_ONTVANGEN, gegevens), *feiten))

    def maand(self, leverancier: str, soort: str, maand: str, reden: str = "") -> None:
        """Record how a month of a leverancier stands; a reden makes it not whole."""
        nummer = next(_nummer)
        self._rij(Levering, gemeente=self.gemeente, soort=soort, sha256=f"{nummer:064}", op=datetime.now(UTC),
                  dag=dag(f"{maand}-01"), leverancier=leverancier, klaar=True)  # fmt: skip
        self._rij(Leveringsmaand, gemeente=self.gemeente, leverancier=leverancier, maand=dag(f"{maand}-01"),
                  leveringen=0 if reden else 1, rijen=0, volledig=not reden, reden=reden,
                  vastgesteld_op=dag("12-31"))  # fmt: skip

    def _zaak(self, soort: Zaaksoort, geopend: date, vervaldag: date | None = None) -> int:
        nummer = next(_nummer)
        self.inwoner = self._rij(Inwoner, gemeente=self.gemeente, afdeling=soort.value, pseudoniem=f"p{nummer}")
        return self._rij(Zaak, gemeente=self.gemeente, soort=soort.value, inwoner_id=self.inwoner, geopend_op=geopend,
                         vervaldag=vervaldag, versie=0)  # fmt: skip

    def _rij(self, model: Any, **velden: Any) -> int:
        bron = tabel(model)
        sleutel = bron.c.get("id")
        if sleutel is None:
            self.db.execute(insert(bron).values(velden))
            return 0
        leeg = {k: v for k, v in model(**velden).model_dump().items() if k != "id"}
        return int(self.db.execute(insert(bron).values(leeg | velden).returning(sleutel)).scalar_one())

    def _log(self, zaak: int, feiten: Sequence[Feit]) -> int:
        for op, soort, gegevens in feiten:
            schrijf_bij(self.db, [Bijschrift(zaak, Logregel(soort, dag(op), gegevens), "test")], dag(op))
        return zaak


@contextmanager
def schrijver(waar: Omgeving, gemeente: str = STAD) -> Iterator[Schrijver]:
    """Open a transaction to write zaken in."""
    with schrijven(waar.engine) as db:
        yield Schrijver(db, gemeente)


def cijfers(waar: Omgeving, periode: Periode = JAAR, gemeenten: Sequence[str] = (STAD,)) -> dict[str, Cijfer]:
    """Return every figure."""
    with lezen(waar.engine) as db:
        return bereken(db, periode, gemeenten)


def melding(op: str = "07-20", meervoudig: bool = False, opeenvolgend: bool = False) -> Feit:
    aantal = 2 if meervoudig else 1
    tellingen = {"signalen": aantal, "partners": aantal, "sectoren": aantal}
    return (op, Soort.MELDING, {"meervoudig": meervoudig, "opeenvolgend": opeenvolgend, **tellingen})


def gebeld(op: str, vervolg: str = "", dagdeel: str = "avond", soort: str = "bellen", poging: int = 1) -> Feit:
    feiten: dict[str, Any] = {"soort": soort, "poging": poging, "dagdeel": dagdeel, "bereikt": bool(vervolg)}
    feiten |= {"uitkomst": "bereikt", "vervolg": vervolg} if vervolg else {"uitkomst": "niet bereikt"}
    return (op, Soort.TAAK_AFGEROND, feiten)


def brief(op: str, soort: str, poging: int = 1, kanaal: str = "brief", **extra: Any) -> Feit:
    return (op, Soort.BERICHT, {"soort": soort, "kanaal": kanaal, "poging": poging, **extra})


def gesloten(op: str, resultaat: str) -> Feit:
    return (op, Soort.GESLOTEN, {"resultaat": resultaat})


def overgedragen(op: str = "07-14", *afwijkingen: str) -> Feit:
    gegevens: dict[str, Any] = {"bedrag": 420_00, "basis": "x", "bewijs": {}, "warm": False}
    gegevens["afwijkingen"] = list(afwijkingen)
    return (op, Soort.OVERGEDRAGEN, gegevens)


def ingetrokken(op: str, van: int, soort: Soort) -> Feit:
    wat = {"van": van, "soort": soort.value, "reden": "dubbel", "ingetrokken": True}
    return (op, Soort.CORRECTIE, wat)
