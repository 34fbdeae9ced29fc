"""The commands that let something stand still and go on again: a kanaal, a gemeente, a step."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from cli_basis import AlsJson, klaar_database, stop, toon, verklaar
from cli_post import Door

Soort = Annotated[str, typer.Argument(help="kanaal, stap of gemeente")]
Waarde = Annotated[str, typer.Argument(help="Welk kanaal (brief, sms, email), welke stap, of welke gemeente.")]
Gemeente = Annotated[str, typer.Option("--gemeente", help="Alleen voor deze gemeente; standaard overal.")]


def meld_aan(app: typer.Typer) -> None:
    """Add the commands to `tijdig`."""
    for opdracht in (pauzeer, hervat, pauzes):
        app.command()(opdracht)


def pauzeer(
    soort: Soort,
    waarde: Waarde,
    reden: Annotated[str, typer.Option("--reden", help="Waarom dit stilstaat; collega's lezen dit.")],
    door: Door,
    gemeente: Gemeente = "",
    als_json: AlsJson = False,
) -> None:
    """Zet iets stil: wat nog niet weg is, blijft hier. Niets vervalt en geen termijn wordt korter."""
    from tasks import pauzeren

    gemaakt = _doe(lambda: pauzeren.pauzeer(_wat(soort, waarde, gemeente), reden, door))
    toon(asdict(gemaakt), f"Dit staat nu stil: {_woorden(gemaakt)}. Hervat met 'tijdig hervat'.", als_json=als_json)


def hervat(soort: Soort, waarde: Waarde, door: Door, gemeente: Gemeente = "", als_json: AlsJson = False) -> None:
    """Laat iets verdergaan dat stilstond; de volgende ronde pakt het op, wie het langst wacht eerst."""
    from tasks import pauzeren

    gedaan = _doe(lambda: pauzeren.hervat(_wat(soort, waarde, gemeente), door))
    toon({"soort": soort, "waarde": waarde}, f"Dit gaat weer verder: {_woorden(gedaan)}.", als_json=als_json)


def pauzes(als_json: AlsJson = False) -> None:
    """Toon wat stilstaat, sinds wanneer, door wie en waarom."""
    from tasks import pauzeren

    gevonden = _doe(pauzeren.open_pauzes)
    regels = [f"{_woorden(p)}: sinds {p.sinds:%Y-%m-%d %H:%M} UTC door {p.door}. Reden: {p.reden}" for p in gevonden]
    toon({"pauzes": [asdict(p) for p in gevonden]}, "\n".join(regels) or "Er staat niets stil.", als_json=als_json)


def _wat(soort: str, waarde: str, gemeente: str) -> Any:
    """Return what is meant; `gemeente voorbeeldstad` names the gemeente itself."""
    from tasks.pauzeren import Wat

    return Wat(soort, "", waarde) if soort == "gemeente" else Wat(soort, waarde, gemeente)


def _doe(werk: Any) -> Any:
    """Do it, or say in one sentence why it cannot be done."""
    from tasks.pauzeren import AlGepauzeerd, NietGepauzeerd, PauzeFout

    with verklaar():
        klaar_database()
        try:
            return werk()
        except PauzeFout as fout:
            stop(str(fout))
        except (AlGepauzeerd, NietGepauzeerd) as fout:
            stop(fout.__doc__ or "")


def _woorden(pauze: Any) -> str:
    return f"{pauze.wat}, {pauze.gemeente or 'elke gemeente'}"
