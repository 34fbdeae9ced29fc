"""Once a month: what happened, and which months can be compared because every leverancier delivered."""

from collections import Counter
from datetime import date, timedelta

from prefect import flow

from evaluation import uitkomsten
from flows.runs import zonder_hartslag
from flows.verslag import klaar, runnaam, toon_tabel
from flows.vorm import Gemeentenaam
from models import leveringsmaanden, maandcijfers
from models.database import lezen
from tasks.klok import vandaag
from tasks.omgeving import omgeving

Cijfers = Counter[tuple[str, str]]


@flow(name="Evaluatie", flow_run_name=runnaam("evaluatie"))
def evaluatie(gemeente: Gemeentenaam, maand: date | None = None) -> Cijfers:
    """Count what happened in one month: the one that holds `maand`, or the one that ended last. Safe to run twice.

    Beside it stand the figures of the last quarter that is over, the same as in the werkvoorraad.
    """
    van = (maand or vandaag().replace(day=1) - timedelta(days=1)).replace(day=1)
    tot = (van + timedelta(days=31)).replace(day=1)
    slug = omgeving().beleid(gemeente).gemeente.slug
    with zonder_hartslag():
        with lezen(omgeving().engine) as db:
            cijfers = maandcijfers.gebeurd(db, slug, van, tot)
            kwartaal = uitkomsten.maak(db, slug, uitkomsten.kwartaal(van))
            maanden = {wie: beeld for (wie, m), beeld in leveringsmaanden.van(db, slug).items() if m == van}
        rijen = [{"afdeling": a, "wat": soort, "aantal": n} for (a, soort), n in sorted(cijfers.items())]
        mist = sorted(f"{wie} ({beeld.reden})" for wie, beeld in maanden.items() if not beeld.volledig)
        toon_tabel(f"evaluatie-{slug}", rijen, beschrijf(van, mist))
        toon_tabel(f"cijfers-{slug}", als_rijen(kwartaal), beschrijf_cijfers(kwartaal))
    uitkomst = f"{van:%Y-%m}: {cijfers.total()} gebeurtenissen" + (
        f", {len(mist)} leveranciers niet heel" if mist else ""
    )
    return klaar("evaluatie", cijfers, uitkomst)


def beschrijf(maand: date, mist: list[str]) -> str:
    """Return what stands above the figures of a month (markdown)."""
    heel = "Alle leveranciers leverden." if not mist else f"Deze maand is niet heel: {', '.join(mist)}. Vergelijk niet."
    return f"## Maand {maand:%Y-%m}\n\n{heel}"


def als_rijen(kwartaal: uitkomsten.Uitkomsten) -> list[dict[str, str]]:
    """Return the figures of a quarter as rows of a table; small numbers are not in it."""
    return [
        {"cijfer": r.titel, "waarde": g.reden or g.waarde, "tussen": g.interval, "geteld": g.van}
        for r in kwartaal.regels
        if (g := r.getoond)
    ]


def beschrijf_cijfers(kwartaal: uitkomsten.Uitkomsten) -> str:
    """Return what stands above the figures of a quarter (markdown)."""
    weg = sorted({f"{g.maand:%Y-%m} {g.bron} ({g.reden})" for g in kwartaal.gaten})
    heel = f"Niet alle maanden tellen mee: {', '.join(weg)}." if weg else "Alle maanden tellen mee."
    return f"## Kwartaal tot en met {kwartaal.periode.tot}\n\n{heel}"
