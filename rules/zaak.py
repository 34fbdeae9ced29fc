"""What do the rules know of one zaak? Frozen facts, loaded in sets, never asked for one by one."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import ClassVar

from rules.levering import Belastingsoort, Sector
from rules.log import Log, Logregel, Soort
from rules.woorden import Berichtsoort, Kanaal, Taaksoort, Zaaksoort


@dataclass(frozen=True)
class Vordering:
    """One aanslagregel; amounts in cents of the hoofdsom (costs are counted apart)."""

    aanslagnummer: str
    belastingsoort: Belastingsoort
    bedrag: int
    openstaand: int
    vervaldag: date
    belastingjaar: int = 0


@dataclass(frozen=True)
class Inwoner:
    """What the rules may know of a resident: flags and an age, never a name."""

    telefoon: bool = False
    mobiel: bool = False
    email: bool = False
    """An address is known; whether it may be used, `email_voor` says."""
    email_voor: frozenset[Berichtsoort] = frozenset()
    ondernemer: bool = False
    huiseigenaar: bool = False
    geboortedatum: date | None = None
    inwoner_van_gemeente: bool = True
    overleden: bool = False
    bekend_bij_schuldhulp: bool = False
    geen_contact_op: date | None = None
    bezwaar_delen_op: date | None = None
    """When the resident said that Gemeentebelastingen may not share his data; it holds for every later zaak."""
    rechtspersoon: bool = False

    def leeftijd(self, dag: date) -> int | None:
        """Return the age in whole years on a day, or None when the birth date is unknown."""
        if self.geboortedatum is None:
            return None
        geboren = self.geboortedatum
        return dag.year - geboren.year - ((dag.month, dag.day) < (geboren.month, geboren.day))


@dataclass(frozen=True)
class Taak:
    """One taak as the log tells it: which soort, which attempt, made when, and what came of it."""

    soort: Taaksoort
    poging: int
    dag: date
    afgerond: Logregel | None = None

    @property
    def open(self) -> bool:
        """True while no person has recorded an outcome and nothing made the taak superfluous."""
        return self.afgerond is None

    @property
    def vervallen(self) -> bool:
        """True when the taak was dropped before anyone did it."""
        return self.afgerond is not None and self.afgerond.soort == Soort.TAAK_VERVALLEN


@dataclass(frozen=True)
class Zaak:
    """What both machines share: the resident, the log, and what follows from the log alone."""

    soort: ClassVar[Zaaksoort]

    id: int
    inwoner: Inwoner
    log: Log

    def met(self, regel: Logregel) -> "Zaak":
        """Return this zaak after one more gebeurtenis."""
        return replace(self, log=self.log.met(regel))

    @cached_property
    def taken(self) -> dict[Taaksoort, list[Taak]]:
        """Every taak per soort, oldest first."""
        afgerond = {
            (r.gegevens["soort"], r.gegevens["poging"]): r
            for soort in (Soort.TAAK_AFGEROND, Soort.TAAK_VERVALLEN)
            for r in self.log.alle(soort)
        }
        taken: dict[Taaksoort, list[Taak]] = {}
        for r in self.log.alle(Soort.TAAK):
            soort, poging = Taaksoort(r.gegevens["soort"]), int(r.gegevens["poging"])
            taken.setdefault(soort, []).append(Taak(soort, poging, r.dag, afgerond.get((soort.value, poging))))
        return taken

    def taken_van(self, *soorten: Taaksoort) -> list[Taak]:
        """Return the taken of these soorten in order of making."""
        return [taak for soort in soorten for taak in self.taken.get(soort, ())]

    def volgende_taak(self, soort: Taaksoort) -> int:
        """Return the number of the next taak of this soort; one that a correction took back gives its number free."""
        return max((taak.poging for taak in self.taken_van(soort)), default=0) + 1

    @cached_property
    def bereikt(self) -> Logregel | None:
        """The newest contactpoging in which the resident was reached (DDAS bereikt=true)."""
        return self.log.laatste(Soort.TAAK_AFGEROND, bereikt=True)

    @cached_property
    def open_taken(self) -> list[Taak]:
        """Every taak that waits for a person."""
        return [taak for taken in self.taken.values() for taak in taken if taak.open]

    @cached_property
    def _berichten(self) -> list[Logregel]:
        """Every bericht that left or will leave: one that was cancelled or failed does not count."""
        weg = {
            (r.gegevens["soort"], r.gegevens["poging"])
            for soort in (Soort.BERICHT_VERVALLEN, Soort.BERICHT_MISLUKT)
            for r in self.log.alle(soort)
        }
        return [r for r in self.log.alle(Soort.BERICHT) if (r.gegevens["soort"], r.gegevens["poging"]) not in weg]

    def brief(self, *berichten: str) -> Logregel | None:
        """Return the newest bericht of these soorten that was not cancelled, by whatever kanaal."""
        return next((r for r in reversed(self._berichten) if r.gegevens["soort"] in berichten), None)

    def aantal(self, bericht: str) -> int:
        """Return how many berichten of this soort count."""
        return sum(r.gegevens["soort"] == bericht for r in self._berichten)

    def poging(self, bericht: str) -> int:
        """Return the number of the next bericht of this soort; cancelled ones keep theirs."""
        return len(self.log.alle(Soort.BERICHT, soort=bericht)) + 1

    @cached_property
    def eerste_brief(self) -> Logregel | None:
        """The first letter on paper of this zaak."""
        return next((r for r in self._berichten if r.gegevens["kanaal"] == Kanaal.BRIEF), None)


@dataclass(frozen=True)
class Incassozaak(Zaak):
    """One resident's vorderingen with one vervaldag at Gemeentebelastingen."""

    vorderingen: tuple[Vordering, ...] = ()
    elders: tuple[Vordering, ...] = ()
    """What the same resident owes in other open incassozaken and is past its vervaldag."""
    eerder_gesignaleerd: int = 0
    """The highest amount in cents already handed over for this resident in the herhaal_venster."""
    signaal_ruimte: bool = True
    """False when the gemeente has handed over signal.max_per_dag signalen today."""

    soort = Zaaksoort.INCASSO

    @cached_property
    def openstaand(self) -> int:
        """Open hoofdsom in cents."""
        return sum(v.openstaand for v in self.vorderingen)

    @cached_property
    def vervaldag(self) -> date:
        """The last day to pay."""
        return max(v.vervaldag for v in self.vorderingen)

    @cached_property
    def gesloten(self) -> bool:
        """Closed, and nothing has been opened again since (a storno does)."""
        weer_open = self.log.positie(Soort.STORNO, Soort.AANSLAG) if self.openstaand else -1
        return self.log.positie(Soort.GESLOTEN) > weer_open


@dataclass(frozen=True)
class Signaal:
    """One signaal of one partner; bedrag in cents, ontvangen on a calendar day."""

    id: int
    partner: str
    sector: Sector
    bedrag: int
    ontvangen: date
    ontstaan: date | None = None
    crisis: bool = False
    warm: bool = False
    hulp_gevraagd: bool = False
    """The resident asked Gemeentebelastingen for help and agreed to the handover."""
    herhaald: bool = False
    voldaan: bool = False
    van_inwoner: bool = True
    """False when it is about a house-mate: it counts for the match and is never named in the resident's letters."""


@dataclass(frozen=True)
class Vroegsignaalzaak(Zaak):
    """One melding in the making or in hand at team Vroegsignalering."""

    signalen: tuple[Signaal, ...] = ()
    vorige_melding: date | None = None
    """Start of the newest earlier melding on the same address."""

    soort = Zaaksoort.VROEGSIGNALERING

    @cached_property
    def gesloten(self) -> bool:
        """A vroegsignaalzaak is closed once: a new signaal makes a new zaak."""
        return Soort.GESLOTEN in self.log

    @cached_property
    def melding(self) -> Logregel | None:
        """The newest label of the melding."""
        return self.log.laatste(Soort.MELDING)

    @cached_property
    def meervoudig(self) -> bool:
        """Two or more signalen on the address within one calendar month (Divosa)."""
        return len(self.signalen) > 1
