"""Small helpers for tests of the national delivery: the published schema, one delivery, rounds without Prefect."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from sqlalchemy import select, update

from evaluation.ddas.bestand import lever
from evaluation.ddas.bron import Vraag
from evaluation.ddas.schrijven import Telling
from evaluation.ddas.vorm import Gemeentelevering, van_beleid
from models import feiten
from models.beleidsbestand import laad_beleid
from models.database import lezen, schrijven, tabel
from models.tabellen import Bericht, Taak
from rules.bezorging import Status
from rules.uitkomst import lees_uitkomst
from rules.woorden import Taaksoort
from tasks import stappen
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE

BERICHT, TAAK = tabel(Bericht), tabel(Taak)
SCHEMA = Path(__file__).resolve().parents[4] / "shared" / "data" / "ddas-vroegsignalering-v1.2.schema.json"
OP = datetime(2027, 1, 5, 9, 30, tzinfo=UTC)
VAN, TOT = date(2026, 1, 1), date(2026, 12, 31)


def gepubliceerd() -> dict[str, Any]:
    """Return the published schema; the test is skipped where it is not next to the repository."""
    if not SCHEMA.exists():
        pytest.skip("the published schema is not next to the repository (../shared/data)")
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def fouten(document: Mapping[str, Any]) -> list[str]:
    """Return everything that the published schema has against a delivery."""
    toetser = Draft202012Validator(gepubliceerd(), format_checker=FormatChecker())
    return [f"{f.json_path}: {f.validator}" for f in toetser.iter_errors(dict(document))]  # pyright: ignore[reportUnknownMemberType]


def voorbeeldstad() -> Gemeentelevering:
    """Return the gemeente of the default beleid."""
    return van_beleid(laad_beleid(GEMEENTE))


def lever_op(
    waar: Omgeving, pad: Path, van: date = VAN, tot: date = TOT, gemeente: Gemeentelevering | None = None
) -> tuple[dict[str, Any], Telling]:
    """Return the delivery of a gemeente, by default Voorbeeldstad, and what was counted while writing it."""
    wie = gemeente or voorbeeldstad()
    telling = lever(waar.engine, wie, Vraag(wie.slug, van, tot), pad, OP)
    return json.loads(pad.read_text(encoding="utf-8")), telling


def inhoud(document: Mapping[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the signalen and zaken of the one levering in a document."""
    [levering] = document["leveringen"]
    return levering["vroegsignalen"], levering["vroegsignaalzaken"]


def ronde(waar: Omgeving, dag: date, *, post: bool = True) -> None:
    """Let every zaak step until none is due; the post leaves, or everything that is ready waits."""
    for _ in range(10):
        ids = [zaak for zaak, _ in stappen.te_doen(GEMEENTE, dag)]
        if not ids:
            return
        stappen.zet(ids, GEMEENTE, dag)
        if post:
            with schrijven(waar.engine) as db:
                klaar = BERICHT.c.status == Status.KLAARGEZET.value
                db.execute(update(BERICHT).where(klaar).values(status=Status.VERZONDEN.value))


def rond_af(waar: Omgeving, zaak: int, soort: Taaksoort, uitkomst: str, dag: date) -> None:
    """Record the outcome of the open taak of a zaak, in the words of a story."""
    with schrijven(waar.engine) as db:
        gezocht = (TAAK.c.zaak_id == zaak, TAAK.c.soort == soort.value, TAAK.c.status == "open")
        taak = db.execute(select(TAAK.c.id).where(*gezocht)).scalar_one()
        feiten.rond_taak_af(db, taak, lees_uitkomst(uitkomst), dag, "medewerker")


def aantal(waar: Omgeving, tabelnaam: Any) -> int:
    """Return how many rows a table has."""
    with lezen(waar.engine) as db:
        return len(db.execute(select(tabel(tabelnaam).c.id)).all())
