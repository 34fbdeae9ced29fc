"""What came out of the fair trials?"""

from evaluation.proefuitslag import Uitslag, uitslag, verdwenen
from evaluation.rapport.bron import Bron
from evaluation.rapport.inhoud import Alinea, Blok, Hoofdstuk, Lijst, Tussenkop, hoofdstuk

VERDWENEN = "Deze proef is begonnen, maar zijn plan staat niet meer in het beleid. Er is dus niets over te zeggen."


def proefhoofdstuk(bron: Bron) -> Hoofdstuk:
    """Return every proef that was followed in the period, with what may be said of it."""
    blokken: list[Blok] = [
        Alinea(
            "In een eerlijke proef kiest het lot welke inwoner welke aanpak krijgt. Alleen dan is een verschil het "
            "gevolg van de aanpak. Het plan staat vast voor de proef begint."
        )
    ]
    gevonden = [(naam, u) for naam, u in _uitslagen(bron)]
    for naam, u in gevonden:
        blokken += [Tussenkop(naam), Lijst(tuple(("", zin) for zin in u.zinnen))]
    weg = [(beleid, naam) for beleid in bron.beleid for naam in verdwenen(bron.db, beleid, bron.selectie.periode.tot)]
    for beleid, naam in weg:
        blokken += [Tussenkop(f"Proef {naam} ({beleid.gemeente.naam})"), Alinea(VERDWENEN)]
    if not gevonden and not weg:
        blokken.append(Alinea("In deze periode liep geen proef."))
    return hoofdstuk("proeven", "Wat bleek uit proeven?", blokken)


def _uitslagen(bron: Bron) -> list[tuple[str, Uitslag]]:
    periode, meer = bron.selectie.periode, len(bron.selectie.gemeenten) > 1
    return [
        (
            f"{beleid.gemeente.naam}: {proef.naam}" if meer else f"Proef {proef.naam}",
            uitslag(bron.db, beleid.gemeente.slug, proef, periode.tot),
        )
        for beleid in bron.beleid
        for proef in beleid.proeven
        if proef.start <= periode.tot and proef.rijp_op(proef.einde) >= periode.van
    ]
