"""The commands about post: what is uncertain, what waits for release, and what comes back."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

import cli_teksten as teksten
from cli_basis import AlsJson, Dag, klaar_database, met_prefect, stop, toon, verklaar
from settings import settings

Door = Annotated[str, typer.Option("--door", help="Uw naam, zoals collega's u kennen.")]


def meld_aan(app: typer.Typer) -> None:
    """Add the commands about post to `tijdig`."""
    for opdracht in (bezorging, vrijgave, bezorgd, stuiters, ontvangst):
        app.command()(opdracht)


def bezorging(datum: Dag = None, als_json: AlsJson = False) -> None:
    """Zoek uit wat niet zeker is aangekomen; wat niemand kan zeggen, wordt een taak."""
    with verklaar():
        klaar_database()
        with met_prefect(settings().home):
            from flows.bezorging import bezorging as flow

            telling = flow(datum)
    toon(dict(telling), teksten.nagekeken(telling), als_json=als_json)


def vrijgave(
    zending: Annotated[int | None, typer.Argument(help="Het nummer van de zending; zonder nummer: de lijst.")] = None,
    door: Door = "",
    intrekken: Annotated[bool, typer.Option("--intrekken", help="Neem uw vrijgave terug.")] = False,
    als_json: AlsJson = False,
) -> None:
    """Toon wat op vrijgave wacht, of geef een zending vrij (het beleid zegt hoeveel mensen dat moeten doen)."""
    from tasks import vrijgeven

    with verklaar():
        klaar_database()
        if zending is not None and door:
            nog = vrijgeven.trek_in(zending, door) if intrekken else vrijgeven.geef_vrij(zending, door)
            toon({"zending": zending, "nog_nodig": nog}, teksten.vrijgegeven(zending, nog), als_json=als_json)
            return
        wachtend = vrijgeven.wachtend(zending)
    if zending is not None and not wachtend:
        stop(f"Zending {zending} wacht niet op vrijgave: kijk met 'tijdig vrijgave' welke wel.")
    toon({"wachtend": [asdict(w) for w in wachtend]}, teksten.wachtend(wachtend), als_json=als_json)


def bezorgd(
    bericht: Annotated[str, typer.Argument(help="Het bericht, zoals V-000012-hulpaanbod-1-email.")],
    door: Door,
    niet: Annotated[bool, typer.Option("--niet", help="Het bericht is niet aangekomen: verstuur het opnieuw.")] = False,
    datum: Dag = None,
    als_json: AlsJson = False,
) -> None:
    """Leg vast wat u uitzocht over een onzekere bezorging: het bericht kwam aan, of (--niet) het kwam niet aan."""
    from tasks.bezorging import stel_vast
    from tasks.klok import vandaag

    with verklaar():
        klaar_database()
        status = stel_vast(bericht, not niet, datum or vandaag(), door)
    toon({"bericht": bericht, "status": status}, f"{bericht} is nu {status}.", als_json=als_json)


def stuiters(
    pad: Annotated[Path, typer.Argument(help="Een mbox, een Maildir of een map met .eml.")],
    datum: Dag = None,
    als_json: AlsJson = False,
) -> None:
    """Neem e-mail in die terugkwam: wie niet bereikt is, krijgt een brief of een mens kijkt."""
    with verklaar():
        klaar_database()
        with met_prefect(settings().home):
            from flows.stuiters import stuiters as flow

            telling = flow(str(pad), datum)
    toon(dict(telling), teksten.gestuiterd(telling), als_json=als_json)


def ontvangst(
    poort: Annotated[int, typer.Option(help="De poort waarop de ontvangst luistert.")] = 8010,
    adres: Annotated[str, typer.Option(help="Het adres waarop de ontvangst luistert.")] = "127.0.0.1",
) -> None:
    """Ontvang wat de sms-dienst meldt, wat inwoners terugsturen en wie zich afmeldt. Ctrl-C stopt."""
    import uvicorn

    from ontvangst.app import Ontvangstinstellingen, maak_app
    from tasks.ontvangen import Binnenkant

    with verklaar():
        klaar_database()
        token = settings().twilio_auth_token.get_secret_value()
        app = maak_app(Binnenkant(), Ontvangstinstellingen(settings().ontvangst_url.rstrip("/"), token))
    uvicorn.run(app, host=adres, port=poort, access_log=False, server_header=False, proxy_headers=False)
