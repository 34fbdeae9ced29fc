"""The log as a naive recomputation reads it: gebeurtenis after gebeurtenis, with every correction applied."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import SQLModel

Rij = Mapping[str, Any]

TABELLEN = ("inwoner", "zaak", "vordering", "signaal", "gebeurtenis", "levering", "leveringsmaand")
HULP = (
    "(Budget)advies en/of quick fix", "Vervolghulp en/of verwijzing", "Vervolghulp en/of verwijzing financieel",
    "Vervolghulp en/of verwijzing niet financieel",
)  # fmt: skip


@dataclass(frozen=True)
class Gebeurd:
    """One gebeurtenis as it must be read."""

    volgnr: int
    soort: str
    dag: date
    wat: Rij


@dataclass
class Zaak:
    """One zaak with its log as corrected up to a day."""

    rij: Rij
    log: list[Gebeurd]
    signalen: list[Rij] = field(default_factory=list[Rij])

    def alle(self, *soorten: str) -> list[Gebeurd]:
        """Return every gebeurtenis of these soorten, in order of their number."""
        return [g for g in self.log if g.soort in soorten]

    @cached_property
    def berichten(self) -> list[Gebeurd]:
        """The berichten that left."""
        weg = {(g.wat["soort"], g.wat["poging"]) for g in self.alle("bericht_vervallen", "bericht_mislukt")}
        return [g for g in self.alle("bericht") if (g.wat["soort"], g.wat["poging"]) not in weg]

    @cached_property
    def gesprekken(self) -> list[Gebeurd]:
        """The outcomes of calls and visits."""
        gedaan = self.alle("taak_afgerond")
        return [g for g in gedaan if g.wat["soort"] in ("bellen", "huisbezoek") and g.wat.get("bereikt") is not None]

    @cached_property
    def resultaat(self) -> str | None:
        """How it ended, if it did."""
        einden = self.alle("gesloten")
        return einden[-1].wat["resultaat"] if einden else None

    @cached_property
    def bereikt(self) -> bool:
        """True when somebody spoke with the resident."""
        gedaan = self.alle("taak_afgerond")
        return any(g.wat.get("bereikt") is True or g.wat.get("uitkomst") == "gesprek gevoerd" for g in gedaan)

    @cached_property
    def hulp(self) -> bool:
        """True when the resident said yes to help."""
        gezegd = any(g.wat.get("vervolg") == "wil hulp" for g in self.alle("taak_afgerond"))
        return gezegd or self.resultaat in HULP or any(s["hulp_gevraagd"] for s in self.signalen)


def lees(db: Connection) -> dict[str, list[Rij]]:
    """Return every row of the tables that count, as it is."""
    tabellen = SQLModel.metadata.tables
    return {naam: [dict(r) for r in db.execute(select(tabellen[naam])).mappings()] for naam in TABELLEN}


def log_zoals_verbeterd(rijen: Iterable[Rij], tot: date) -> list[Gebeurd]:
    """Return what happened up to and with a day, as it must be read: a mistake never happened."""
    alle = sorted(rijen, key=lambda r: r["volgnr"])
    gedaan = [r for r in alle if r["dag"] <= tot]
    verbeterd = {int(r["gegevens"]["van"]): r["gegevens"] for r in alle if r["soort"] == "correctie"}
    later: dict[tuple[str, int], date] = {}
    geldig: list[Gebeurd] = []
    for r in gedaan:
        correctie = verbeterd.get(r["volgnr"])
        if r["soort"] == "correctie" or (correctie is not None and correctie["ingetrokken"]):
            continue
        wat = r["gegevens"] if correctie is None else correctie["nieuw"]
        geldig.append(Gebeurd(r["volgnr"], r["soort"], r["dag"], wat))
        if r["soort"] == "bericht_later":
            later[(wat["soort"], wat["poging"])] = r["dag"]
    return [_op_de_echte_dag(g, later) for g in geldig]


def _op_de_echte_dag(g: Gebeurd, later: Mapping[tuple[str, int], date]) -> Gebeurd:
    """A bericht stands on the day on which it left."""
    if g.soort != "bericht":
        return g
    return Gebeurd(g.volgnr, g.soort, max(g.dag, later.get((g.wat["soort"], g.wat["poging"]), g.dag)), g.wat)
