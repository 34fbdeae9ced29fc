"""In short: what worked, for whom, and how sure are we?"""

from evaluation.cijfer import Cijfer
from evaluation.cijfertekst import KLEIN, NAMEN, is_klein
from evaluation.definities.signalen import bereik, hulpacceptatie
from evaluation.figuur import Figuur
from evaluation.rapport.afdekken import WEG, Getoond, toon, toon_alle, toon_per
from evaluation.rapport.bron import MEER, Bron, melding_met
from evaluation.rapport.doelen import doelen
from evaluation.rapport.inhoud import Alinea, Blok, Hoofdstuk, Kerncijfer, Kerncijfers, Tussenkop, hoofdstuk
from evaluation.rapport.ontbreekt import hoeveel_weg
from evaluation.rapport.opvallend import opvallend
from evaluation.rapport.pogingen import per_poging
from evaluation.rapport.woorden import groepsnaam
from evaluation.statistiek.aandelen import Vergelijking, newcombe
from evaluation.tabellen import MELDING
from rules.taal import opsomming

GROTE_CIJFERS = (
    ("signalen", "Signalen"), ("meldingen", "Meldingen"), ("bereik", "Inwoners gesproken"),
    ("hulpacceptatie", "Willen hulp, van wie is gesproken"),
)  # fmt: skip

NIET_DE_OORZAAK = (
    "Zo'n verschil bewijst niet wat de oorzaak is: de groepen verschillen ook op andere punten. Alleen een proef "
    "waarin het lot kiest, laat zien wat werkt."
)


GEEN_GROEP = (
    "Naar groep (zoals huurders of jongeren), leeftijd en soort achterstand is er geen verschil dat zeker is: die "
    "verschillen kunnen toeval zijn."
)
ALLEEN_BRIEF = groepsnaam("route", "brief")
BEZOEK = MELDING.c.route == "bezoek"
SIGNAALGROEP: dict[str, tuple[str, str]] = {
    groepsnaam("herkomst", "gemeentebelastingen"): (
        "Bij een signaal van Gemeentebelastingen",
        "bij de andere meldingen",
    ),
    MEER: ("Bij twee of meer signalen", "bij één signaal"),
}
"""Of two groups one is told about: what holds for it, and for the other."""


def kort(bron: Bron) -> Hoofdstuk:
    """Return the first chapter."""
    blokken: list[Blok] = [
        _kerncijfers(bron),
        Tussenkop("Zijn de doelen gehaald?"), *doelen(bron),
        Tussenkop("Wat werkte?"), Alinea(_wat_werkte(bron)), *(Alinea(tekst) for tekst in _per_poging(bron)),
        Tussenkop("Voor wie?"), *(Alinea(tekst) for tekst in _voor_wie(bron)),
        Tussenkop("Hoe zeker is dit?"), Alinea(_hoe_zeker(bron)),
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
    zinnen = [
        "Een melding gaat over één inwoner of adres.",
        f"Van alle meldingen sprak iemand bij {_met_telling(bereikt)} met de inwoner.",
        *_geprobeerd(bron),
    ]
    if hulp.waarde == KLEIN:
        zinnen.append("Hoeveel van hen hulp willen, is te weinig om te tonen.")
    elif bron.cijfers["hulpacceptatie"].waarde is not None:
        zinnen.append(f"Van wie is gesproken, wil {_met_telling(hulp)} hulp.")
    return " ".join([*zinnen, _routes(bron)])


def _geprobeerd(bron: Bron) -> list[str]:
    """Say how many residents a person tried to speak with, how often that worked, and how many got only a letter.

    Only when the table of groups shows those who got only a letter: then this tells nothing that it does not.
    """
    per = bron.per(bereik(), "route")
    brief = next((g for g in toon_per(per) if g.naam == ALLEEN_BRIEF), None)
    zelf = MELDING.c.route != "brief"
    gedaan = toon_alle({"zelf": bron.tel(melding_met("zelf", zelf))})["zelf"]
    if brief is None or brief.noemer == WEG or not gedaan.heel:
        return []
    zin = f"Bij {_met_telling(gedaan)} van de meldingen belde een medewerker of ging hij langs."
    if brief.cijfer is not None and not is_klein(met := bron.tel(bereik(), zelf)):
        zin += f" Dan lukte het bij {toon(met).waarde}."
    return [f"{zin} Bij {brief.noemer} meldingen gebeurde dat niet: daar bleef het bij een brief of bericht."]


def _met_telling(g: Getoond) -> str:
    return f"{g.waarde} ({g.telling})" if " van " in g.telling else g.waarde


def _routes(bron: Bron) -> str:
    """Compare only what people did: a letter reaches nobody by itself."""
    vaker = [
        f"De gemeente sprak de inwoner vaker als de zwaarste stap {naam} was ({deel} tegen {rest})."
        for naam, meer, deel, rest in opvallend(bron.per(bereik(), "route", MELDING.c.route != "brief"))
        if meer
    ]
    return vaker[0] if vaker else "Per melding is er tussen bellen en een huisbezoek geen verschil dat zeker is."


def _per_poging(bron: Bron) -> list[str]:
    zinnen = per_poging(bron)
    return [" ".join(["Wat levert één poging op?", *zinnen, NIET_DE_OORZAAK])] if zinnen else []


def _voor_wie(bron: Bron) -> list[str]:
    groepen = [(bereik(), "gesproken", ""), (hulpacceptatie(), "willen", " hulp")]
    eigen = [zin for figuur, werkwoord, wat in groepen for zin in _groepen(bron, figuur, werkwoord, wat)]
    signalen = _signalen(bron)
    zinnen = [*signalen, *(eigen or [GEEN_GROEP])]
    return [*zinnen, NIET_DE_OORZAAK] if signalen or eigen else zinnen


def _signalen(bron: Bron) -> list[str]:
    """Say what stands out by where the signalen came from and by how many there were."""
    zinnen: list[str] = []
    for per, bezoek in (
        (bron.per(bereik(), "herkomst"), bron.per(melding_met("bezoek", BEZOEK), "herkomst")),
        (bron.per_aantal(bereik()), bron.per_aantal(melding_met("bezoek", BEZOEK))),
    ):
        for naam, _, deel, rest in opvallend(per):
            if naam not in SIGNAALGROEP:
                continue
            met, zonder = SIGNAALGROEP[naam]
            zin = f"{met} is {deel} gesproken, {zonder} {rest}."
            vaker = _vaker(bezoek, naam)
            zinnen.append(
                f"{zin} Let op: de route verschilt, want daar gaat vaker een medewerker langs." if vaker else zin
            )
    return zinnen


def _vaker(per: dict[str, Cijfer], naam: str) -> bool:
    """Tell whether something surely happens more often in one group than in the others; no number is shown."""
    hier, rest = per[naam], [c for ander, c in per.items() if ander != naam]
    t, n = sum(c.teller or 0 for c in rest), sum(c.noemer or 0 for c in rest)
    return newcombe(Vergelijking(hier.teller or 0, hier.noemer or 0, t, n)).onder > 0


def _groepen(bron: Bron, figuur: Figuur, werkwoord: str, wat: str) -> list[str]:
    zinnen: list[str] = []
    soort = "mensen met een eerste signaal over "
    for dimensie, wie in (("doelgroep", ""), ("leeftijd", "inwoners van "), ("sector", soort)):
        for naam, meer, deel, rest in opvallend(bron.per(figuur, dimensie)):
            keer = "vaker" if meer else "minder vaak"
            gezegde = f"zijn {keer} {werkwoord}" if werkwoord == "gesproken" else f"{werkwoord} {keer}{wat}"
            onderwerp = f"{wie}{naam}"
            zinnen.append(f"{onderwerp[0].upper()}{onderwerp[1:]} {gezegde}: {deel} tegen {rest} van de anderen.")
    return zinnen


def _hoe_zeker(bron: Bron) -> str:
    niet = [NAMEN[n].lower() for n, c in bron.cijfers.items() if c.waarde is None]
    zinnen = [
        "Bij de meeste delen in dit rapport staat een marge. Het echte cijfer ligt met 95 % zekerheid binnen die "
        "marge: hoe meer er is geteld, hoe smaller de marge. Staat er geen marge bij, gebruik het deel dan alleen als "
        "indruk.",
        hoeveel_weg(bron) or "Er zijn geen maanden bekend waarin gegevens ontbraken.",
    ]
    if niet:
        zinnen.append(f"Niet te zeggen is: {opsomming(niet)}.")
    zinnen.append("In het hoofdstuk 'Wat ontbreekt er?' leest u wat dit rapport niet weet.")
    return " ".join(zinnen)
