"""What may happen to a bericht on its way, and when must somebody look at it again?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rules.log import Soort
from rules.woorden import Kanaal


class Status(StrEnum):
    """Where a bericht is on its way."""

    KLAARGEZET = "klaargezet"
    BEZIG = "bezig"
    VERZONDEN = "verzonden"
    BEZORGD = "bezorgd"
    MISLUKT = "mislukt"
    RETOUR = "retour"
    ONBEKEND = "onbekend"
    VERVALLEN = "vervallen"


class Baan(StrEnum):
    """In which lane a bericht leaves: a personal one never waits behind a large round."""

    PERSOONLIJK = "persoonlijk"
    MASSAAL = "massaal"


OVERGANGEN: dict[Status, frozenset[Status]] = {
    Status.KLAARGEZET: frozenset(
        {Status.BEZIG, Status.VERVALLEN, Status.MISLUKT, Status.VERZONDEN, Status.BEZORGD, Status.ONBEKEND}
    ),
    Status.BEZIG: frozenset({Status.VERZONDEN, Status.BEZORGD, Status.MISLUKT, Status.ONBEKEND, Status.KLAARGEZET}),
    Status.ONBEKEND: frozenset({Status.VERZONDEN, Status.MISLUKT, Status.BEZORGD, Status.KLAARGEZET}),
    Status.VERZONDEN: frozenset({Status.BEZORGD, Status.MISLUKT, Status.RETOUR}),
    Status.BEZORGD: frozenset({Status.RETOUR}),
    Status.MISLUKT: frozenset(),
    Status.RETOUR: frozenset(),
    Status.VERVALLEN: frozenset(),
}
"""A bericht returns to klaargezet only when the provider is sure that it never received it. Should the provider tell
about it after all, it goes straight to verzonden, bezorgd or mislukt: it never leaves a second time."""

EINDE = frozenset({Status.MISLUKT, Status.RETOUR, Status.VERVALLEN})
"""Nothing happens to these any more."""

VERTREKKEN = frozenset({Status.BEZIG, Status.VERZONDEN, Status.BEZORGD, Status.RETOUR, Status.ONBEKEND})
"""These left, or may have left: they cannot be cancelled."""

MAX_OFFERTES = 8
"""So often a bericht is offered to a provider that says 'not now'; then a person looks."""

LANGSTE_WACHT = timedelta(hours=6)
"""A pause after 'not now' is never longer than this."""

HOOGSTENS = timedelta(days=3)
"""A lost answer is looked up, and a receipt asked for, ever more rarely and for three days; after a lost answer the
taak for a person stands meanwhile."""


@dataclass(frozen=True)
class Geduld:
    """How long is waited: `antwoord` before an answer counts as lost, `bewijs` before a receipt is asked for.

    The first pause after 'not now' is a tenth of `antwoord`, doubled each time: 1, 2, 4 … minutes by default.
    """

    antwoord: timedelta = timedelta(minutes=10)
    bewijs: timedelta = timedelta(hours=6)

    def na_weigering(self, offertes: int) -> timedelta:
        """Return how long a bericht waits after it was refused for the moment, by how often it was offered."""
        return min(self.antwoord / 10 * 2 ** max(offertes - 1, 0), LANGSTE_WACHT)


@dataclass(frozen=True)
class Onderweg:
    """What is known of one bericht: its status since a moment (aware UTC), and how often it was offered."""

    kanaal: Kanaal
    status: Status
    sinds: datetime
    offertes: int = 1


def volgende_controle(bericht: Onderweg, nu: datetime, geduld: Geduld) -> datetime | None:
    """Return when somebody must look at a bericht again, seen from `nu` (aware UTC); None: nothing more is expected.

    A bericht that is klaargezet does not leave earlier.
    """
    match bericht.status:
        case Status.KLAARGEZET:
            return nu + geduld.na_weigering(bericht.offertes) if bericht.offertes else None
        case Status.BEZIG:
            return bericht.sinds + geduld.antwoord
        case Status.ONBEKEND:
            return _steeds_minder(bericht.sinds, nu, geduld.antwoord)
        case Status.VERZONDEN if bericht.kanaal == Kanaal.SMS:
            return _steeds_minder(bericht.sinds, nu, geduld.bewijs)
        case _:
            return None


def _steeds_minder(sinds: datetime, nu: datetime, eerste: timedelta) -> datetime | None:
    """Look after `eerste`, then each time when the wait has doubled; None once HOOGSTENS has passed."""
    if nu - sinds >= HOOGSTENS:
        return None
    wacht = max(eerste, timedelta(seconds=1))
    while sinds + wacht <= nu:
        wacht *= 2
    return sinds + min(wacht, HOOGSTENS)


GEEN_NIEUWS = frozenset(
    {
        Soort.TAAK, Soort.TAAK_VERVALLEN, Soort.BERICHT_VERVALLEN, Soort.BERICHT_LATER,
        Soort.AANMELDING_SCHULDHULP, Soort.CONTACT_OVERGESLAGEN, Soort.PROEF, Soort.SIGNAAL_WACHT,
    }
)  # fmt: skip
"""Work for a person, a bericht that was cancelled, and what is written down for the figures only, change nothing for
the resident: what is ready may leave."""

REDENEN: dict[Soort, str] = {
    Soort.BETALING: "er is betaald",
    Soort.VERMINDERING: "het bedrag is lager geworden",
    Soort.KWIJTSCHELDING_AANGEVRAAGD: "kwijtschelding is aangevraagd",
    Soort.KWIJTSCHELDING_TOEGEKEND: "kwijtschelding is toegekend",
    Soort.UITSTEL_AANGEVRAAGD: "uitstel is aangevraagd",
    Soort.UITSTEL_VERLEEND: "er is uitstel",
    Soort.REGELING_GETROFFEN: "er is een betalingsregeling",
    Soort.BEZWAAR_INGEDIEND: "er is bezwaar gemaakt",
    Soort.OVERLEDEN: "de inwoner is overleden",
    Soort.MORATORIUM: "er is een moratorium",
    Soort.POST_RETOUR: "post kwam terug",
    Soort.VERHUISD_BINNEN: "de inwoner is verhuisd",
    Soort.VERHUISD_BUITEN: "de inwoner is verhuisd",
    Soort.GEEN_CONTACT_GEWENST: "de inwoner wil geen contact",
    Soort.AFGEMELD: "de inwoner heeft zich afgemeld",
    Soort.SIGNAAL_ONTVANGEN: "er is een nieuw signaal",
    Soort.TAAK_AFGEROND: "een medewerker heeft contact gehad",
    Soort.CORRECTIE: "een medewerker heeft iets hersteld",
}
"""Why a bericht that had not left yet is cancelled, by what happened; for the rest: something changed."""


def reden_vervallen(gebeurd: Iterable[Soort]) -> str:
    """Return in Dutch why what is ready may not leave any more; empty when it may."""
    nieuws = [soort for soort in gebeurd if soort not in GEEN_NIEUWS]
    return REDENEN.get(nieuws[0], "er is iets veranderd") if nieuws else ""


def vooruit(van: Status, naar: Status) -> bool:
    """Tell whether news about a bericht still changes anything: it only ever moves forward."""
    return naar in OVERGANGEN[van]
