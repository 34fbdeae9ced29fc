"""In short: what worked, for whom, and how sure are we?"""

from evaluation.cijfer import Cijfer
from evaluation.cijfertekst import KLEIN, NAMEN
from evaluation.definities.signalen import bereik, hulpacceptatie
from evaluation.figuur import Figuur
from evaluation.rapport.afdekken import Getoond, toon_per
from evaluation.rapport.bron import Bron
from evaluation.rapport.doelen import doelen
from evaluation.rapport.getallen import opsomming, procent
from evaluation.rapport.inhoud import Alinea, Blok, Hoofdstuk, Kerncijfer, Kerncijfers, Tussenkop, hoofdstuk
from evaluation.rapport.woorden import ONBEKEND
from evaluation.statistiek.aandelen import NIVEAU, Vergelijking, newcombe
from evaluation.tabellen import MELDING
from rules.kleinecijfers import GRENS

GROTE_CIJFERS = (
    ("signalen", "Signalen"), ("meldingen", "Meldingen"), ("bereik", "Inwoners gesproken"),
    ("hulpacceptatie", "Willen hulp, van wie is gesproken"),
)  # fmt: skip

NIET_DE_OORZAAK = (
    "Zo'n verschil bewijst niet wat de oorzaak is: de groepen verschillen ook op andere punten. Alleen een proef "
    "waarin het lot kiest, laat zien wat werkt."
)


def kort(bron: Bron) -> Hoofdstuk:
    """Return the first chapter."""
    blokken: list[Blok] = [
        _kerncijfers(bron),
        Tussenkop("Zijn de doelen gehaald?"), *doelen(bron),
        Tussenkop("Wat werkte?"), Alinea(_wat_werkte(bron)),
        Tussenkop("Voor wie?"), *(Alinea(tekst) for tekst in _voor_wie(bron)),
        Tussenkop("Hoe zeker is dit?"), Alinea(_hoe_zeker(bron.cijfers)),
    ]  # fmt: skip
    return hoofdstuk("kort", "In het kort", blokken)


def _kerncijfers(bron: Bron) -> Kerncijfers:
    getoond = [(wat, bron.getoond[naam]) for naam, wat in GROTE_CIJFERS]
    zeker = [f"tussen {g.tussen.replace(' tot ', ' en ')}" if " tot " in g.tussen else "" for _, g in getoond]
    return Kerncijfers(tuple(Kerncijfer(g.waarde, naam, z) for (naam, g), z in zip(getoond, zeker, strict=True)))


def _wat_werkte(bron: Bron) -> str:
    bereikt, hulp = bron.getoond["bereik"], bron.getoond["hulpacceptatie"]
    if bron.cijfers["bereik"].waarde is None:
        return "Dat is niet te zeggen: in deze periode is geen enkele melding opgepakt."
    if bereikt.waarde == KLEIN:
        return "Er zijn te weinig meldingen om een cijfer te tonen."
    zinnen = [f"Van alle meldingen sprak iemand bij {_met_telling(bereikt)} met de inwoner."]
    if hulp.waarde == KLEIN:
        zinnen.append("Hoeveel van hen hulp willen, is te weinig om te tonen.")
    elif bron.cijfers["hulpacceptatie"].waarde is not None:
        zinnen.append(f"Van wie is gesproken, wil {_met_telling(hulp)} hulp.")
    return " ".join([*zinnen, _routes(bron)])


def _met_telling(g: Getoond) -> str:
    return f"{g.waarde} ({g.telling})" if " van " in g.telling else g.waarde


def _routes(bron: Bron) -> str:
    """Compare only what people did: a letter reaches nobody by itself."""
    vaker = [
        f"De gemeente sprak de inwoner vaker als de zwaarste stap {naam} was ({deel} tegen {rest})."
        for naam, meer, deel, rest in opvallend(bron.per(bereik(), "route", MELDING.c.route != "brief"))
        if meer
    ]
    if not vaker:
        return "Tussen bellen en een huisbezoek is geen verschil dat zeker is."
    return f"{vaker[0]} {NIET_DE_OORZAAK}"


def _voor_wie(bron: Bron) -> list[str]:
    groepen = [(bereik(), "gesproken", ""), (hulpacceptatie(), "willen", " hulp")]
    zinnen = [zin for figuur, werkwoord, wat in groepen for zin in _groepen(bron, figuur, werkwoord, wat)]
    if not zinnen:
        return ["Geen groep inwoners springt eruit: de verschillen tussen groepen kunnen toeval zijn."]
    return [*zinnen, NIET_DE_OORZAAK]


def _groepen(bron: Bron, figuur: Figuur, werkwoord: str, wat: str) -> list[str]:
    zinnen: list[str] = []
    for dimensie, wie in (("doelgroep", ""), ("leeftijd", "inwoners van "), ("sector", "mensen met een signaal over ")):
        for naam, meer, deel, rest in opvallend(bron.per(figuur, dimensie)):
            keer = "vaker" if meer else "minder vaak"
            gezegde = f"zijn {keer} {werkwoord}" if werkwoord == "gesproken" else f"{werkwoord} {keer}{wat}"
            onderwerp = f"{wie}{naam}"
            zinnen.append(f"{onderwerp[0].upper()}{onderwerp[1:]} {gezegde}: {deel} tegen {rest} van de anderen.")
    return zinnen


def opvallend(per: dict[str, Cijfer]) -> list[tuple[str, bool, str, str]]:
    """Return the groups that surely differ from all others together: name, more or less, their share, the other share.

    As many groups are compared, so much stricter is the comparison (Bonferroni). Small groups say nothing.
    """
    alles = [(c.teller or 0, c.noemer or 0) for c in per.values()]
    gevonden: list[tuple[str, bool, str, str]] = []
    getoond = [g for g in toon_per(per) if g.cijfer is not None and g.naam != ONBEKEND]
    for groep in getoond:
        c = per[groep.naam]
        t, n = c.teller or 0, c.noemer or 0
        rest_t, rest_n = sum(x for x, _ in alles) - t, sum(x for _, x in alles) - n
        if min(rest_t, rest_n - rest_t) < GRENS:
            continue
        verschil = newcombe(Vergelijking(t, n, rest_t, rest_n), 1 - (1 - NIVEAU) / len(getoond))
        if verschil.onder > 0 or verschil.boven < 0:
            gevonden.append((groep.naam, verschil.waarde > 0, groep.deel, procent(rest_t / rest_n)))
    return gevonden


def _hoe_zeker(cijfers: dict[str, Cijfer]) -> str:
    niet = [NAMEN[n].lower() for n, c in cijfers.items() if c.waarde is None]
    weg = {(g.gemeente, g.maand) for c in cijfers.values() for g in c.gaten if g.bron != "vastleggen"}
    zinnen = [
        "Elk deel in dit rapport heeft een marge. Het echte cijfer ligt met 95 % zekerheid binnen die marge: hoe meer "
        "er is geteld, hoe smaller de marge."
    ]
    if weg:
        maanden = "1 maand telt" if len(weg) == 1 else f"{len(weg)} maanden tellen"
        zinnen.append(f"{maanden} niet of niet helemaal mee, omdat toen gegevens ontbraken.")
    else:
        zinnen.append("Er zijn geen maanden bekend waarin gegevens ontbraken.")
    if niet:
        zinnen.append(f"Niet te zeggen is: {opsomming(niet)}. In het hoofdstuk 'Wat ontbreekt er?' leest u waarom.")
    return " ".join(zinnen)
