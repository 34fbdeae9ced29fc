"""How do two departments speak about one zaak without telling whose it is? As a story in bands and relative months.

Nothing that only this resident has comes in: no name, place, partner, date, number or exact amount, and no free text.
What is left is checked on small numbers: at least K residents of the gemeente must look the same, or the picture is
made coarser until they do (docs/adr/0012).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from rules.levering import Sector
from rules.log import Logregel, Soort
from rules.woorden import Berichtsoort, Taaksoort, Zaaksoort

K = 5
"""So many residents at least share a picture that may be told."""
MAAND_D = 30
"""A relative month: the calendar month in which something began would tell when it was."""

ONBEKEND = "onbekend"


@dataclass(frozen=True)
class Kenmerken:
    """What the bands are made from; bedrag in cents of what is open."""

    soort: Zaaksoort
    leeftijd: int | None = None
    bedrag: int = 0
    sectoren: tuple[Sector, ...] = ()
    """One for each signaal."""
    ondernemer: bool = False
    huiseigenaar: bool = False
    crisis: bool = False


@dataclass(frozen=True)
class Beeld:
    """What may be told of a resident, in words; an empty word is not told."""

    soort: Zaaksoort
    leeftijd: str = ""
    bedrag: str = ""
    signalen: str = ""
    terrein: str = ""
    situatie: str = ""
    crisis: str = ""


@dataclass(frozen=True)
class Veilig:
    """A picture that enough residents share, and how many steps coarser than the finest one it is."""

    beeld: Beeld
    stappen: int


LEEFTIJDEN = ((27, "jonger dan 27 jaar"), (45, "27 tot 45 jaar"), (67, "45 tot 67 jaar"), (999, "67 jaar of ouder"))
LEEFTIJDEN_GROF = {
    "jonger dan 27 jaar": "jonger dan 45 jaar",
    "27 tot 45 jaar": "jonger dan 45 jaar",
    "45 tot 67 jaar": "45 jaar of ouder",
    "67 jaar of ouder": "45 jaar of ouder",
}
BEDRAGEN = (
    (1, "er staat niets meer open"),
    (500_00, "minder dan vijfhonderd euro"),
    (1_000_00, "vijfhonderd tot duizend euro"),
    (2_500_00, "duizend tot tweeëneenhalfduizend euro"),
    (5_000_00, "tweeëneenhalfduizend tot vijfduizend euro"),
    (10**12, "vijfduizend euro of meer"),
)
"""In words: no figure of an amount stands in a casus."""
BEDRAGEN_GROF = {
    BEDRAGEN[0][1]: "minder dan duizend euro",
    BEDRAGEN[1][1]: "minder dan duizend euro",
    BEDRAGEN[2][1]: "minder dan duizend euro",
    BEDRAGEN[3][1]: "duizend euro of meer",
    BEDRAGEN[4][1]: "duizend euro of meer",
    BEDRAGEN[5][1]: "duizend euro of meer",
}
TERREIN: dict[Sector, str] = {
    Sector.HUUR: "wonen",
    Sector.HYPOTHEEK: "wonen",
    Sector.ENERGIE: "energie of water",
    Sector.WATER: "energie of water",
    Sector.ZORG: "zorgkosten",
    Sector.CAK_ZORG: "zorgkosten",
    Sector.CAK_EIGEN_BIJDRAGE: "zorgkosten",
}
OVERHEID = "een overheid"


def beeld_van(k: Kenmerken) -> Beeld:
    """Return the finest picture of a resident: every kenmerk in its band."""
    terreinen = sorted({TERREIN.get(s, OVERHEID) for s in k.sectoren})
    situatie = ["ondernemer"] * k.ondernemer + ["eigen woning"] * k.huiseigenaar
    return Beeld(
        k.soort,
        ONBEKEND if k.leeftijd is None else _band(k.leeftijd, LEEFTIJDEN),
        _band(k.bedrag, BEDRAGEN),
        "" if not k.sectoren else "één signaal" if len(k.sectoren) == 1 else "meer dan één signaal",
        " en ".join(terreinen),
        " met ".join(situatie),
        "er dreigt een crisis" if k.crisis else "",
    )


GROVER: tuple[Callable[[Beeld], Beeld], ...] = (
    lambda b: replace(b, situatie=""),
    lambda b: replace(b, terrein=""),
    lambda b: replace(b, crisis=""),
    lambda b: replace(b, leeftijd=LEEFTIJDEN_GROF.get(b.leeftijd, b.leeftijd)),
    lambda b: replace(b, bedrag=BEDRAGEN_GROF.get(b.bedrag, b.bedrag)),
    lambda b: replace(b, leeftijd=""),
    lambda b: replace(b, signalen=""),
    lambda b: replace(b, bedrag=""),
)
"""Each step tells less; what says least about the question of the casus goes first."""


def veilig_beeld(wie: int, bevolking: Mapping[int, Iterable[Kenmerken]], kenmerken: Kenmerken) -> Veilig | None:
    """Return the finest picture that K residents share, or None when even the coarsest is too rare.

    `bevolking` holds for every resident of the gemeente (`wie` among them) the kenmerken of each of his zaken.
    """
    eigen = beeld_van(kenmerken)
    per_persoon = {persoon: {beeld_van(k) for k in lijst} for persoon, lijst in bevolking.items()}
    per_persoon.setdefault(wie, set()).add(eigen)
    for stappen in range(len(GROVER) + 1):
        if stappen:
            stap = GROVER[stappen - 1]
            eigen = stap(eigen)
            per_persoon = {persoon: {stap(b) for b in beelden} for persoon, beelden in per_persoon.items()}
        if sum(eigen in beelden for beelden in per_persoon.values()) >= K:
            return Veilig(eigen, stappen)
    return None


def schrijf_casus(beeld: Beeld, log: Iterable[Logregel], begin: date, today: date) -> str:
    """Return the casus as Markdown text: what may be told, and what happened in relative months."""
    delen = ["# Casus voor overleg", "", *UITLEG, "", "## De inwoner", ""]
    delen += [f"- {naam}: {waarde}" for naam, waarde in _kenmerken(beeld)]
    delen += ["", "## Wat er gebeurde", ""]
    delen += [f"- Maand {nummer}: {zin}" for nummer, zin in verloop(log, begin)]
    delen += ["", f"Nu is het maand {maand(today, begin)}.", "", "## Onze vraag", "", "Wat kunnen wij samen doen?", ""]
    return "\n".join(delen)


UITLEG = (
    "Deze casus is anoniem. Er staan geen namen, adressen, dagen, nummers of precieze bedragen in.",
    "Ten minste vijf inwoners lijken op deze inwoner. Probeer niet uit te zoeken wie het is.",
)
AFDELING = {
    Zaaksoort.INCASSO: "Er is een achterstand bij gemeentelijke belastingen",
    Zaaksoort.VROEGSIGNALERING: "Er is een signaal bij vroegsignalering",
}


def _kenmerken(beeld: Beeld) -> list[tuple[str, str]]:
    alle = (
        ("Wat er is", AFDELING[beeld.soort]),
        ("Leeftijd", beeld.leeftijd),
        ("Achterstand", beeld.bedrag),
        ("Signalen", beeld.signalen),
        ("Waarover", beeld.terrein),
        ("Situatie", beeld.situatie),
        ("Let op", beeld.crisis),
    )
    return [(naam, waarde) for naam, waarde in alle if waarde]


def verloop(log: Iterable[Logregel], begin: date) -> list[tuple[int, str]]:
    """Return (relative month, sentence) of what happens in many zaken; what is rare is left out, once per month."""
    gezien: dict[tuple[int, str], None] = {}
    for regel in log:
        if zin := _zin(regel):
            gezien[maand(regel.dag, begin), zin] = None
    return list(gezien)


def maand(dag: date, begin: date) -> int:
    """Return in which relative month a day falls: the first thirty days are month 1."""
    return max((dag - begin).days, 0) // MAAND_D + 1


def _zin(regel: Logregel) -> str:
    if regel.soort == Soort.BERICHT:
        return BRIEVEN.get(str(regel.gegevens.get("soort")), "")
    if regel.soort == Soort.TAAK_AFGEROND:
        return _gedaan(regel)
    return ZINNEN.get(regel.soort, "")


def _gedaan(regel: Logregel) -> str:
    g = regel.gegevens
    if "bereikt" in g:
        return CONTACT.get(str(g.get("vervolg")), "Er is contact.") if g["bereikt"] else "Contact zoeken lukt niet."
    if g.get("soort") == Taaksoort.GESPREK_PLANNEN:
        return "Er is een eerste gesprek." if g.get("uitkomst") == "gesprek gevoerd" else ""
    return "Een medewerker beslist over een dwangbevel." if g.get("soort") == Taaksoort.DWANGBEVEL_BEOORDELEN else ""


BRIEVEN: dict[str, str] = {
    Berichtsoort.HERINNERING: "De gemeente stuurt een herinnering.",
    Berichtsoort.AANMANING: "De gemeente stuurt een aanmaning.",
    Berichtsoort.CONTACTVERZOEK: "De gemeente vraagt om contact.",
    Berichtsoort.HULPAANBOD: "De gemeente biedt hulp aan.",
    Berichtsoort.HULPAANBOD_HERHALING: "De gemeente biedt nog een keer hulp aan.",
    Berichtsoort.AANKONDIGING_HUISBEZOEK: "De gemeente kondigt een bezoek aan.",
}
CONTACT: dict[str, str] = {
    "wil hulp": "Er is contact. De inwoner wil hulp.",
    "wil geen hulp": "Er is contact. De inwoner wil geen hulp.",
    "regelt zelf": "Er is contact. De inwoner regelt het zelf.",
    "al betaald": "Er is contact. De inwoner zegt dat er is betaald.",
    "betaalbelofte": "Er is contact. De inwoner belooft te betalen.",
}
ZINNEN: dict[Soort, str] = {
    Soort.AANSLAG: "Er komt een rekening van de gemeente.",
    Soort.BETALING: "Er komt een betaling binnen.",
    Soort.SIGNAAL_ONTVANGEN: "Er komt een signaal binnen.",
    Soort.MELDING: "Het team pakt het signaal op.",
    Soort.OPGESCHORT: "De invordering rust.",
    Soort.OVERGEDRAGEN: "Het signaal gaat naar vroegsignalering.",
    Soort.NIET_OVERGEDRAGEN: "Het signaal gaat niet naar vroegsignalering.",
    Soort.GESLOTEN: "De zaak sluit.",
}
"""Only what happens in many zaken. A death, a move, a moratorium or the reason of a rest could tell who it is."""


def _band(waarde: int, banden: Iterable[tuple[int, str]]) -> str:
    return next(woorden for grens, woorden in banden if waarde < grens)
