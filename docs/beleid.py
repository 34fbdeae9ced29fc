"""Write docs/beleid.md: everything a gemeente can choose, from the parameter table of the rules.

Run `make docs` after a change; a test fails while the committed page is old.
"""

from pathlib import Path

from rules.parameters import Parameter, toon
from rules.parametertabel import PARAMETERS

BESTAND = Path(__file__).with_suffix(".md")

TITELS = {
    "": "Algemeen (boven in het bestand)",
    "incasso": "Sociaal incasso",
    "signaal": "Het signaal aan Vroegsignalering",
    "vs": "Vroegsignalering",
    "uitstel": "Uitstel",
    "regeling": "Betalingsregeling",
    "kwijtschelding": "Kwijtschelding",
    "dwangbevel": "Dwangbevel",
    "bewaar": "Bewaren",
    "brp": "BRP",
    "kalender": "Kalender",
    "verzending": "Verzending",
    "werk": "Werkvoorraad",
}

KOP = """# Wat een gemeente kan kiezen

This page is made from `rules/parametertabel.py` by `make docs`. Do not edit it.

Elke gemeente heeft een eigen bestand `beleid/<gemeente>.toml`. Wat daar niet in staat, heeft de standaardwaarde. Een
waarde buiten de grenzen wordt geweigerd, met de reden en het artikel: `tijdig beleid toets BESTAND` laat dat zien.
Een § achter de grenzen betekent dat de laagste waarde in de wet staat.
"""


def rij(parameter: Parameter) -> str:
    """Return one parameter as a row of a Markdown table."""
    grenzen = parameter.toegestaan + (" §" if parameter.wettelijk_minimum is not None else "")
    cellen = (f"`{parameter.sleutel}`", toon(parameter.standaard), grenzen, parameter.betekenis, parameter.artikel)
    return "| " + " | ".join(cel.replace("|", "\\|") for cel in cellen) + " |"


def pagina() -> str:
    """Return the whole page."""
    delen = [KOP]
    for sectie in dict.fromkeys(p.sectie for p in PARAMETERS):
        delen.append(f"## {TITELS[sectie]}\n")
        delen += ["| sleutel | standaard | toegestaan | betekenis | bron |", "|---|---|---|---|---|"]
        delen += [rij(p) for p in PARAMETERS if p.sectie == sectie]
        delen.append("")
    return "\n".join(delen)


if __name__ == "__main__":
    BESTAND.write_text(pagina(), encoding="utf-8")
