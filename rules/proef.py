"""Which arm of a proef does a zaak get? Drawn from a recorded seed, in shuffled blocks within its stratum.

Anybody with the plan can do the draw again: the arm follows from the seed, the stratum and the place in the stratum.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rules.log import Log, Logregel, Soort
from rules.parameters import Waarde
from rules.woorden import Berichtsoort, Doelgroep, Zaaksoort
from rules.zaak import Incassozaak, Vroegsignaalzaak, Zaak

PER_BLOK = 2
"""How often every arm stands in one block: the arms of a stratum never differ by more."""

VARIANTEN: dict[Berichtsoort, tuple[str, ...]] = {Berichtsoort.HERINNERING: ("kort",)}
"""The other wordings of a letter that a proef can try: `templates/letters/<bericht>.<variant>.j2`."""


class Maat(StrEnum):
    """What a proef compares: the share of the participants with this outcome (in days since the draw)."""

    BETAALD_14D = "betaald_14d"
    CONTACT_21D = "contact_21d"
    BEREIKT = "bereikt"
    HULP = "hulp"

    @property
    def dagen(self) -> int:
        """Within how many calendar days after the draw it counts."""
        return {Maat.BETAALD_14D: 14, Maat.CONTACT_21D: 21}.get(self, 91)


class Stratum(StrEnum):
    """By what the participants are divided before the draw, so that the arms are alike in it."""

    DOELGROEP = "doelgroep"
    BELASTINGSOORT = "belastingsoort"
    TELEFOON = "telefoon"


@dataclass(frozen=True)
class Arm:
    """One way of working that is tried. The first arm of a proef is the beleid as it is and changes nothing."""

    naam: str
    wijzigingen: tuple[tuple[str, Waarde], ...] = ()
    """(key, value) of every parameter that is another one in this arm."""
    varianten: tuple[tuple[Berichtsoort, str], ...] = ()
    """(bericht, variant) of every letter that has other words in this arm."""


@dataclass(frozen=True)
class Proef:
    """A trial of one gemeente, as fixed before its start.

    `basis` is the expected share in procent without a change, `effect` the difference in procentpunt that must be
    found, `onderscheid` the chance in procent to find it, `omvang` the number of participants per arm that follows.
    `plan` is the fingerprint of all this and of what the arms do.
    """

    naam: str
    traject: Zaaksoort
    start: date
    einde: date
    vastgesteld_op: date
    zaad: int
    uitkomst: Maat
    basis: int
    effect: int
    onderscheid: int
    stopregel: str
    omvang: int
    strata: tuple[Stratum, ...]
    armen: tuple[Arm, ...]
    plan: str = ""

    @property
    def totaal(self) -> int:
        """How many participants take part in all; nobody is drawn after that."""
        return self.omvang * len(self.armen)

    def loopt_op(self, dag: date) -> bool:
        """Tell whether zaken are drawn on a day."""
        return self.start <= dag <= self.einde

    def rijp_op(self, dag: date) -> date:
        """Return the last day that counts for a participant drawn on `dag`."""
        return dag + timedelta(days=self.uitkomst.dagen)

    def arm_op(self, stratum: str, plaats: int) -> Arm:
        """Return the arm of the participant with this place (1, 2, 3 …) in a stratum."""
        blok, kaart = divmod(plaats - 1, PER_BLOK * len(self.armen))
        return self.blok(stratum, blok)[kaart]

    def blok(self, stratum: str, blok: int) -> tuple[Arm, ...]:
        """Return the cards of one block (0, 1, 2 …) of a stratum in the order in which they are drawn.

        A block holds every arm PER_BLOK times; its order is that of the SHA-256 of seed, proef, stratum, block and
        card.
        """
        volgorde = sorted(range(PER_BLOK * len(self.armen)), key=lambda n: _hash(self, stratum, blok, n))
        return tuple(self.armen[n % len(self.armen)] for n in volgorde)


def _hash(proef: Proef, stratum: str, blok: int, kaart: int) -> str:
    tekst = "|".join((str(proef.zaad), proef.naam, stratum, str(blok), str(kaart)))
    return hashlib.sha256(tekst.encode()).hexdigest()


def plan_van(proef: Proef, gemeente: str, basis: Mapping[str, Waarde]) -> str:
    """Return the fingerprint of a plan: what was fixed, and what each arm then does with the beleid as it is.

    `basis` holds the value of every parameter in the beleid. When one of those that an arm changes moves there, the
    arms no longer compare what was planned: that is another plan.
    """
    sleutels = sorted({sleutel for arm in proef.armen for sleutel, _ in arm.wijzigingen})
    armen = [
        [arm.naam, {s: dict(arm.wijzigingen).get(s, basis[s]) for s in sleutels}, sorted(arm.varianten)]
        for arm in proef.armen
    ]
    vast = [
        gemeente, proef.naam, proef.traject, proef.start.isoformat(), proef.einde.isoformat(),
        proef.vastgesteld_op.isoformat(), proef.zaad, proef.uitkomst, proef.basis, proef.effect, proef.onderscheid,
        proef.stopregel, proef.omvang, list(proef.strata), armen,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(vast, sort_keys=True).encode()).hexdigest()[:16]


EIGEN_STAPPEN = (
    Soort.BERICHT, Soort.TAAK, Soort.MELDING, Soort.OVERGEDRAGEN, Soort.NIET_OVERGEDRAGEN,
)  # fmt: skip
"""What Tijdig did in a zaak: one that was on its way before the start is not drawn."""


def kan_meedoen(zaak: Zaak, proef: Proef, today: date) -> bool:
    """A zaak is drawn once, while the proef runs, and only when nothing was done in it before the start.

    Crisis, a warm handover and a request for help never wait for a draw (Wgs art. 4 lid 2).
    """
    if zaak.soort is not proef.traject or not proef.loopt_op(today) or Soort.PROEF in zaak.log:
        return False
    if isinstance(zaak, Vroegsignaalzaak) and any(s.crisis or s.warm or s.hulp_gevraagd for s in zaak.signalen):
        return False
    return all(r.dag >= proef.start for soort in EIGEN_STAPPEN for r in zaak.log.alle(soort))


def stratum_van(proef: Proef, zaak: Zaak, groep: Doelgroep) -> str:
    """Return the stratum of a zaak in words: bands and flags only."""
    delen = {
        Stratum.DOELGROEP: groep.value,
        Stratum.BELASTINGSOORT: _belastingsoort(zaak),
        Stratum.TELEFOON: "ja" if zaak.inwoner.telefoon else "nee",
    }
    return " ".join(f"{stratum}={delen[stratum]}" for stratum in proef.strata) or "allen"


def _belastingsoort(zaak: Zaak) -> str:
    if not isinstance(zaak, Incassozaak) or not zaak.vorderingen:
        return ""
    return max(zaak.vorderingen, key=lambda v: (v.openstaand, v.belastingsoort.value)).belastingsoort.value


def indeling(proef: Proef, arm: Arm, stratum: str, plaats: int, dag: date) -> Logregel:
    """Return the gebeurtenis of a draw. Place 0: not drawn, this zaak follows another one of the same resident."""
    gegevens = {"proef": proef.naam, "arm": arm.naam, "stratum": stratum, "plan": proef.plan, "plaats": plaats}
    return Logregel(Soort.PROEF, dag, gegevens)


def ingedeeld(log: Log) -> tuple[str, str] | None:
    """Return (plan, arm) of a zaak that takes part, or None."""
    regel = log.laatste(Soort.PROEF)
    return (str(regel.gegevens["plan"]), str(regel.gegevens["arm"])) if regel else None
