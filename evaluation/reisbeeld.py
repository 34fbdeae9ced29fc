"""Which residents made the same journey? A journey is told only as far as K residents of the gemeente share it.

The picture of a journey holds what could tell whose it is: about what the signalen were, the band of the amount, what
the resident answered, how it ended, and whatever happens seldom. It is made coarser step by step until K share it
(rules/casus.py does the same for one casus); what the picture does not hold any more, the story does not tell.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from rules.casus import OVERHEID, TERREIN, K
from rules.levering import Sector
from rules.log import Soort
from rules.resultaat import Eindresultaat
from rules.woorden import Taaksoort

ZINNEN: dict[Soort, str] = {
    soort: soort.value.replace("_", " ")
    for soort in (
        Soort.UITSTEL_AANGEVRAAGD, Soort.UITSTEL_AFGEWEZEN, Soort.KWIJTSCHELDING_AANGEVRAAGD,
        Soort.KWIJTSCHELDING_TOEGEKEND, Soort.KWIJTSCHELDING_AFGEWEZEN, Soort.REGELING_GETROFFEN,
        Soort.REGELING_GEBROKEN, Soort.BEZWAAR_INGEDIEND, Soort.BEZWAAR_AFGEDAAN, Soort.DWANGBEVEL_BETEKEND,
        Soort.BEZWAAR_TEGEN_DELEN, Soort.POST_RETOUR, Soort.OVERLEDEN, Soort.BEKEND_BIJ_SCHULDHULP,
    )
} | {
    Soort.VERHUISD_BINNEN: "verhuisd binnen gemeente",
    Soort.VERHUISD_BUITEN: "verhuisd buiten gemeente",
    Soort.GEEN_CONTACT_GEWENST: "wil geen contact",
}  # fmt: skip
"""Facts that a story tells in a fixed sentence."""

GEWOON = frozenset({
    Soort.AANSLAG, Soort.SIGNAAL_ONTVANGEN, Soort.BERICHT, Soort.BERICHT_VERVALLEN, Soort.OVERGEDRAGEN, Soort.MELDING,
})  # fmt: skip
"""What happens in many journeys; all else that is told stands in the picture by name."""
GEWONE_TAKEN = frozenset({
    Taaksoort.BELLEN.value, Taaksoort.HUISBEZOEK.value, Taaksoort.CONTACTGEGEVENS_ZOEKEN.value,
    Taaksoort.GESPREK_PLANNEN.value, Taaksoort.DWANGBEVEL_BEOORDELEN.value,
})  # fmt: skip
TAKEN = frozenset({Soort.TAAK, Soort.TAAK_AFGEROND})
EINDEN = frozenset(r.value for r in Eindresultaat)
"""How a vroegsignaalzaak ends; that of an incassozaak is told apart."""
VERTELD = frozenset(ZINNEN) | GEWOON | TAKEN | {
    Soort.BETALING, Soort.STORNO, Soort.UITSTEL_VERLEEND, Soort.OPGESCHORT, Soort.GESLOTEN,
}  # fmt: skip
"""Everything that a journey tells; what is new in the log is not told until somebody thought about it."""

BANDEN = ((500_00, 250_00), (1_000_00, 750_00), (2_500_00, 1_750_00), (5_000_00, 3_750_00))
"""(below, told as): an amount in cents is told as the middle of its band."""
HOOGSTE_BAND = 7_500_00


@dataclass(frozen=True)
class Reisbeeld:
    """What a journey may tell; None is not told. Two journeys with the same beeld look alike."""

    meervoudig: bool
    crisis: bool
    einde: str
    antwoorden: frozenset[str] | None
    bedrag: int | None
    """The band of all signalen together, in cents."""
    terrein: frozenset[str] | None
    bijzonder: frozenset[str] | None


def band(cent: int) -> int:
    """Return as which amount an amount is told."""
    return next((gezegd for grens, gezegd in BANDEN if cent < grens), HOOGSTE_BAND)


def terrein(sector: str) -> str:
    """Return the field that a signaal is about: sectors with few signalen are taken together."""
    return TERREIN.get(Sector(sector), OVERHEID)


def bijzonder(soort: Soort, wat: str | None, detail: str | None) -> str | None:
    """Return the name of what happens seldom, or None for what most journeys have and for what is not told.

    `detail` is the reden, or of an end the resultaat.
    """
    gewoon = soort in GEWOON or (soort in TAKEN and wat in GEWONE_TAKEN)
    if gewoon or soort not in VERTELD or (soort == Soort.GESLOTEN and detail in EINDEN):
        return None
    return " ".join(filter(None, (soort.value, wat if soort in TAKEN else "", detail)))


GROVER: tuple[Callable[[Reisbeeld], Reisbeeld], ...] = (
    lambda b: replace(b, bijzonder=None),
    lambda b: replace(b, terrein=None),
    lambda b: replace(b, bedrag=None),
    lambda b: replace(b, antwoorden=None),
)
"""Each step tells less; how the journey went is told longest."""


def veilige_beelden(beelden: Mapping[int, Reisbeeld], wie: Mapping[int, str]) -> dict[int, Reisbeeld]:
    """Return for every zaak the finest picture that K residents share; a zaak that is too rare is left out.

    `wie` names the resident (pseudoniem) of each zaak: a resident with many zaken counts once.
    """
    veilig: dict[int, Reisbeeld] = {}
    over = dict(beelden)
    for stap in (None, *GROVER):
        if stap is not None:
            over = {zaak: stap(beeld) for zaak, beeld in over.items()}
        gedeeld = _gedeeld((over[zaak], wie[zaak]) for zaak in over)
        veilig |= {zaak: beeld for zaak, beeld in over.items() if zaak not in veilig and beeld in gedeeld}
    return veilig


def _gedeeld(paren: Iterable[tuple[Reisbeeld, str]]) -> set[Reisbeeld]:
    bewoners: dict[Reisbeeld, set[str]] = defaultdict(set)
    for beeld, wie in paren:
        bewoners[beeld].add(wie)
    return {beeld for beeld, namen in bewoners.items() if len(namen) >= K}
