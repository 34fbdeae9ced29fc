"""The command for the werkvoorraad: the web pages of the staff, in a process of its own."""

import socket
from typing import Annotated, Any

import typer

from cli_basis import klaar_database, stop, verklaar
from settings import settings

POORT = 8080

Poort = Annotated[int, typer.Option("--poort", help="De poort van de werkvoorraad.")]


def meld_aan(app: typer.Typer) -> None:
    """Add the command to `tijdig`."""
    app.command()(werkvoorraad)


def werkvoorraad(
    poort: Poort = POORT,
    adres: Annotated[str, typer.Option(help="Het adres waarop de werkvoorraad luistert.")] = "127.0.0.1",
    processen: Annotated[int, typer.Option(help="Hoeveel processen samen de pagina's maken.")] = 1,
) -> None:
    """Start de werkvoorraad: de pagina's waarop medewerkers hun taken doen. Ctrl-C stopt."""
    with verklaar():
        klaar_database()
        _controleer(adres, poort)
    typer.echo(f"Werkvoorraad: {settings().werk_url or f'http://{adres}:{poort}'}  (Ctrl-C stopt)")
    bedien(adres, poort, processen)


def _controleer(adres: str, poort: int) -> None:
    """Refuse what cannot work or is not safe, before a colleague finds out."""
    from worklist.app import STATIC
    from worklist.inrichting import is_loopback

    inrichting = _inrichting()
    if not inrichting.toegankelijk:
        stop("Niemand kan inloggen: stel TIJDIG_OIDC_ISSUER in, of TIJDIG_PROEFLOGIN=1 om op deze machine te proberen.")
    if not is_loopback(adres) and (inrichting.proeflogin or not inrichting.publieke_url):
        stop("Buiten deze machine is TIJDIG_WERK_URL (https) nodig, en TIJDIG_PROEFLOGIN kan dan niet.")
    if not (STATIC / "vendor" / "utrecht.css").exists():
        stop("De opmaak van de pagina's ontbreekt: draai eerst 'make venv'.")
    if not is_vrij(poort, adres):
        stop(f"Poort {poort} is al in gebruik: kies een andere met --poort.")


def is_vrij(poort: int, adres: str = "127.0.0.1") -> bool:
    """Tell whether nothing listens here yet."""
    with socket.socket(socket.AF_INET6 if ":" in adres else socket.AF_INET) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            s.bind((adres, poort))
        except OSError:
            return False
    return True


def _inrichting() -> Any:
    from models.beleidsbestand import beleidsnamen
    from tasks.omgeving import omgeving
    from worklist.inrichting import inrichting_van

    namen = beleidsnamen(settings().beleid)
    return inrichting_van(settings(), tuple(omgeving().beleid(naam).gemeente.slug for naam in namen))


def applicatie() -> Any:
    """Return the application of these settings; every process of the werkvoorraad makes its own."""
    return maak(_inrichting())


def maak(inrichting: Any) -> Any:
    """Return the application with a net below it: no text of a failure reaches a log."""
    from worklist.app import maak_app
    from worklist.gezond import Gezond
    from worklist.veilig import Vangnet

    return Gezond(Vangnet(maak_app(inrichting)))


def bedien(adres: str, poort: int, processen: int = 1, app: Any = "cli_werk:applicatie") -> None:
    """Serve the pages until Ctrl-C. Addresses of visitors are only believed from a proxy that the settings name."""
    import uvicorn

    proxies = settings().werk_proxies
    uvicorn.run(
        app, factory=isinstance(app, str), host=adres, port=poort, workers=processen if processen > 1 else None,
        access_log=False, server_header=False, log_level="warning", proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies or None,
    )  # fmt: skip
