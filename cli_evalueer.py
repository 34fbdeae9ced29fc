"""The command that evaluates: the figures of contracts.md §5, and the report on them."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli_basis import AlsJson, bekende_gemeente, klaar_database, lees_dag, stop, toets_periode, toon, verklaar

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from evaluation.cijfer import Periode
    from evaluation.rapport.inhoud import Rapport
    from rules.beleid import Beleid

Van = Annotated[date, typer.Option("--van", parser=lees_dag, metavar="JJJJ-MM-DD", help="De eerste dag.")]
Tot = Annotated[date, typer.Option("--tot", parser=lees_dag, metavar="JJJJ-MM-DD", help="De laatste dag; telt mee.")]
Wie = Annotated[str | None, typer.Option("--gemeente", help="Standaard alle gemeenten samen.")]
Per = Annotated[
    list[str] | None, typer.Option("--per", help="Splits de cijfers van --json uit, bijvoorbeeld per sector.")
]
Uit = Annotated[Path | None, typer.Option("--uit", help="Waar het rapport komt; de pdf komt ernaast.")]


def meld_aan(app: typer.Typer) -> None:
    """Add the command to `tijdig`."""
    app.command()(evalueer)


def evalueer(
    van: Van, tot: Tot, gemeente: Wie = None, uit: Uit = None, per: Per = None, als_json: AlsJson = False
) -> None:
    """Maak het rapport over wat de signalen opleverden, als webpagina en als pdf, of toon de cijfers."""
    from evaluation.cijfer import Periode

    toets_periode(van, tot)
    _toets_uit(uit, als_json=als_json)
    _toets_per(per or [], als_json=als_json)
    with verklaar():
        klaar_database()
        gegevens, rapport = _reken(Periode(van, tot), gemeente, per or [], rapport=uit is not None)
        papier = _schrijf(rapport, uit) if rapport and uit else None
    toon(gegevens, _tekst(rapport, uit, papier), als_json=als_json)


def rapporteer(van: date, tot: date, uit: Path) -> None:
    """Write the report over all gemeenten of this installation, as a page and a PDF."""
    from evaluation.cijfer import Periode

    _, rapport = _reken(Periode(van, tot), None, [], rapport=True)
    if rapport:
        _schrijf(rapport, uit)


def _toets_uit(uit: Path | None, *, als_json: bool) -> None:
    """Refuse at once what cannot become a report: counting may take a minute."""
    if uit is None:
        if not als_json:
            stop("Zeg met --uit waar het rapport komt, of vraag met --json alleen de cijfers.")
        return
    if uit.suffix.lower() == ".pdf":
        stop("Geef het rapport een naam op .html: de pdf komt er vanzelf naast.")
    if uit.is_dir() or uit.with_suffix(".pdf").is_dir():
        stop("Op die plaats staat al een map: kies een andere naam.")
    if not uit.absolute().parent.is_dir():
        stop("De map waar het rapport moet komen, bestaat niet.")


def _toets_per(per: list[str], *, als_json: bool) -> None:
    from evaluation.figuur import DIMENSIES

    if per and not als_json:
        stop("--per hoort bij --json: in het rapport staan de uitsplitsingen al.")
    if vreemd := [naam for naam in per if naam not in DIMENSIES]:
        stop(f"Uitsplitsen per {vreemd[0]} kan niet. Kies uit: {', '.join(DIMENSIES)}.")


def _reken(
    periode: "Periode", gemeente: str | None, per: list[str], *, rapport: bool
) -> "tuple[dict[str, Any], Rapport | None]":
    """Return what --json shows, and the report when it is asked for."""
    from evaluation.cijfers import als_json, bereken
    from evaluation.rapport.opstellen import reken
    from evaluation.rapport.splitsing import splitsingen
    from evaluation.tellen import Selectie
    from models.database import lezen
    from tasks.omgeving import omgeving

    slug = bekende_gemeente(gemeente) if gemeente else None
    with lezen(omgeving().engine) as db:
        wie = _wie(db, slug)
        gemaakt = None
        if rapport:
            cijfers, gemaakt = reken(db, periode, wie, _noem(wie), _beleid(wie), _voortgang())
        else:
            cijfers = bereken(db, periode, wie)
        gegevens = als_json(periode, slug, cijfers)
        if per:
            gegevens["uitsplitsingen"] = splitsingen(db, Selectie(periode, tuple(wie)), per)
        return gegevens, gemaakt


def _wie(db: "Connection", slug: str | None) -> list[str]:
    from evaluation.feiten import alle_gemeenten

    wie = [slug] if slug else alle_gemeenten(db)
    if not wie:
        stop("Er staan nog geen zaken in de database: er is niets te evalueren.")
    return wie


def _noem(wie: list[str]) -> str:
    """Return how the report calls whom it is about."""
    from tasks.omgeving import heeft_beleid, omgeving

    if len(wie) > 1:
        return f"{len(wie)} gemeenten samen"
    return f"Gemeente {omgeving().beleid(wie[0]).gemeente.naam if heeft_beleid(wie[0]) else wie[0].capitalize()}"


def _beleid(wie: list[str]) -> "list[Beleid]":
    from tasks.omgeving import heeft_beleid, omgeving

    return [omgeving().beleid(naam) for naam in wie if heeft_beleid(naam)]


def _voortgang() -> Callable[[str], None]:
    """Tell how far it is, to somebody who is watching."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda zin: typer.echo(zin, err=True)


def _schrijf(rapport: "Rapport", uit: Path) -> Path:
    from evaluation.rapport.papier import GeenPapier
    from evaluation.rapport.wegschrijven import schrijf
    from tasks.brief_pdf import lettertypen

    try:
        return schrijf(rapport, uit, lettertypen())
    except GeenPapier as fout:
        stop(fout.__doc__ or "")


def _tekst(rapport: "Rapport | None", uit: Path | None, papier: Path | None) -> str:
    if rapport is None:
        return ""
    doelen: list[Any] = [b for h in rapport.hoofdstukken for b in h.blokken if b.soort == "doel"]
    breed = max(len(d.oordeel.value) for d in doelen)
    regels = [f"{d.oordeel.value.capitalize():<{breed}}  {d.kop}" for d in doelen]
    return "\n".join([*regels, "", f"Het rapport staat in {uit} en {papier}."])
