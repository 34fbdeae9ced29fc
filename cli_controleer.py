"""The command that looks over a machine before it is trusted with residents."""

from collections import Counter
from dataclasses import asdict

import typer

from cli_basis import AlsJson, toon, verklaar

TEKENS = {"goed": "✓", "let op": "!", "fout": "✗", "niet ingesteld": "–"}


def meld_aan(app: typer.Typer) -> None:
    """Add the command to `tijdig`."""
    app.command()(controleer)


def controleer(als_json: AlsJson = False) -> None:
    """Kijk de instellingen en verbindingen van deze machine na. Er wordt niets verstuurd of veranderd."""
    from tasks import controle, controle_buiten, controle_huis
    from tasks.omgeving import omgeving

    huis = (
        ("mappen", controle_huis.mappen), ("database", controle_huis.database), ("sleutel", controle_huis.sleutel),
        ("beleid", controle_huis.beleid), ("tarieven", controle_huis.tarieven),
        ("leveranciers", controle_huis.leveringen),
        ("brieven maken", controle_huis.drukkerij), ("opmaak van de pagina's", controle_huis.paginas),
    )  # fmt: skip
    buiten = (
        ("Prefect", controle_buiten.prefect), ("sms", controle_buiten.sms), ("e-mail", controle_buiten.email),
        ("drukker", controle_buiten.drukker), ("inloggen", controle_buiten.inloggen), ("BRP", controle_buiten.brp),
    )  # fmt: skip
    with verklaar():
        gevonden = list(controle.controleer(omgeving(), (*huis, *buiten)))
    telling = Counter(b.oordeel.value for b in gevonden)
    breed = max(len(b.onderdeel) for b in gevonden)
    regels = [f"{TEKENS[b.oordeel]} {b.onderdeel:<{breed}}  {b.tekst}".rstrip() for b in gevonden]
    slot = ", ".join(f"{aantal} {oordeel}" for oordeel, aantal in telling.items())
    toon(
        {"bevindingen": [asdict(b) for b in gevonden], "telling": telling},
        "\n".join([*regels, "", slot]),
        als_json=als_json,
    )
    raise typer.Exit(1 if telling["fout"] else 0)
