"""Write docs/beleid.md: everything a gemeente can choose, from the tables of the rules.

Run `make docs` after a change; a test fails while the committed page is old.
"""

from pathlib import Path

from rules.parameters import Parameter, toon
from rules.parametertabel import PARAMETERS
from rules.proef import VARIANTEN, Stratum
from rules.proefplan import MAG_VERSCHILLEN, MEESTE_ARMEN, ONDERSCHEID, UITKOMSTEN, benodigd

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

This page is made from `rules/parametertabel.py` and `rules/proefplan.py` by `make docs`. Do not edit it.

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
    return "\n".join([*delen, proeven()])


VOORBEELD = (30, 5, 80)
"""basis, effect and onderscheid of the example."""

PROEF = """## Een eerlijke proef

Werkt een andere brief, een andere wachttijd of een andere volgorde beter? Zet een `[[proef]]` in het beleid. De loting
verdeelt de zaken over de armen. Het plan staat vast voor de start. De uitslag komt één keer: als iedereen is gevolgd.

```toml
[[proef]]
naam = "korter-wachten"
traject = "incasso"
vastgesteld_op = 2026-08-20   # eerder dan de start
start = 2026-09-01
einde = 2027-06-30
zaad = 20260820               # een getal dat u zelf kiest; daaruit volgt de loting
uitkomst = "betaald_14d"
basis = {basis}                    # zoveel procent verwacht u zonder verandering
effect = {effect}                    # zoveel procentpunt verschil wilt u kunnen zien
onderscheid = {onderscheid}              # met zoveel procent kans
stopregel = "vast"            # kijk één keer, bij de volle omvang
omvang = {omvang}                 # deelnemers per arm; dit aantal volgt uit de drie getallen hierboven
strata = ["doelgroep", "telefoon"]

[[proef.arm]]
naam = "gewoon"               # de eerste arm is het beleid zelf en verandert niets

[[proef.arm]]
naam = "sneller"
incasso.reactietermijn_herinnering_d = 10
```

Een arm met andere woorden heeft in plaats daarvan bijvoorbeeld `variant.herinnering = "kort"`.

Dit wordt geweigerd:

- een arm onder een wettelijk minimum of buiten de grenzen op deze pagina;
- een arm die een contact of het hulpaanbod weglaat, of die een zaak langer stil laat liggen dan het beleid mag;
- twee proeven op dezelfde dagen in hetzelfde traject;
- een plan dat op of na de start is vastgesteld;
- een omvang die niet uit het plan volgt.

Een zaak doet mee vanaf de dag waarop de armen voor het eerst iets anders doen. Een tweede zaak van dezelfde inwoner
krijgt dezelfde arm en telt niet mee. Een zaak die voor de start al onderweg was, doet niet mee. Een crisis, een warme
overdracht en een vraag om hulp ook niet. Haalt u de proef weg of verandert u het plan? Dan geldt voor iedereen weer
het beleid zelf, en dan trekt u geen conclusie meer.
"""


def proeven() -> str:
    """Return the part about proeven: an example, what is refused, and what an arm may change."""
    basis, effect, onderscheid = VOORBEELD
    omvang = benodigd(basis, effect, onderscheid)
    delen = [PROEF.format(basis=basis, effect=effect, onderscheid=onderscheid, omvang=omvang)]
    delen += ["| traject | uitkomst | een arm mag dit veranderen |", "|---|---|---|"]
    for traject, sleutels in MAG_VERSCHILLEN.items():
        maten, mag = ([f"`{w}`" for w in woorden] for woorden in (UITKOMSTEN[traject], sleutels))
        delen.append(f"| {traject} | {', '.join(maten)} | {', '.join(mag)} |")
    brieven = ", ".join(f'`variant.{soort} = "{v}"`' for soort, lijst in VARIANTEN.items() for v in lijst)
    kansen = " of ".join(map(str, ONDERSCHEID))
    delen.append(f"\nAndere woorden voor een brief: {brieven}. Verdelen over strata kan naar {', '.join(Stratum)}.")
    delen.append(f"Een proef heeft 2 tot en met {MEESTE_ARMEN} armen; `onderscheid` is {kansen}.\n")
    return "\n".join(delen)


if __name__ == "__main__":
    BESTAND.write_text(pagina(), encoding="utf-8")
