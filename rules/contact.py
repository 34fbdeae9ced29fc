"""How do we try to reach someone? Attempts by phone and visit, shared by both machines."""

from dataclasses import dataclass
from datetime import date, timedelta

from rules.besluit import Action, LaatTaakVervallen, MaakTaak, Wait, due
from rules.log import Logregel, Soort
from rules.woorden import Overslaanreden, Taaksoort
from rules.zaak import Zaak


@dataclass(frozen=True)
class Pogingen:
    """A series of attempts: how many at most, and how many calendar days lie between two of them."""

    soort: Taaksoort
    maximum: int
    tussen_d: int


def pogingen(zaak: Zaak, *soorten: Taaksoort) -> list[Logregel]:
    """Return the recorded contact attempts of these soorten, oldest first."""
    namen = {soort.value for soort in soorten}
    return [r for r in zaak.log.alle(Soort.TAAK_AFGEROND) if r.gegevens["soort"] in namen and "bereikt" in r.gegevens]


def volgende_poging(zaak: Zaak, reeks: Pogingen, vanaf: date, today: date) -> Action | None:
    """Make the next taak of the series, wait for it, or answer None when the series is done.

    An attempt is due `tussen_d` calendar days after the previous one, the first on `vanaf`. While a taak is open the
    zaak waits: a person has it in hand. A person may end the series; that counts as no attempt.
    """
    gemaakt = zaak.taken_van(reeks.soort)
    if gemaakt and gemaakt[-1].open:
        return Wait()
    if overgeslagen(zaak, reeks.soort):
        return None
    gedaan = [t.afgerond for t in gemaakt if t.afgerond and not t.vervallen]
    if len(gedaan) >= reeks.maximum:
        return None
    dag = gedaan[-1].dag + timedelta(days=reeks.tussen_d) if gedaan else vanaf
    feiten = {"al_geprobeerd": [str(r.gegevens.get("dagdeel")) for r in gedaan]} if gedaan else {}
    return due(dag, today, lambda: MaakTaak(reeks.soort, zaak.volgende_taak(reeks.soort), feiten))


DOOR_MENSEN = frozenset({Overslaanreden.CAPACITEIT, Overslaanreden.VEILIGHEID})
"""Of these a person decides; the other two follow from what the rules know, and stop holding when that changes."""


def overgeslagen(zaak: Zaak, soort: Taaksoort) -> bool:
    """Tell whether a person decided that this contact is not tried (any more) in this zaak."""
    return any(r.gegevens["reden"] in DOOR_MENSEN for r in zaak.log.alle(Soort.CONTACT_OVERGESLAGEN, soort=soort.value))


def taak_een_keer(zaak: Zaak, soort: Taaksoort) -> Action | None:
    """Make this taak when the zaak has none, wait while it is open, None once done; a dropped one is made again."""
    gemaakt = zaak.taken_van(soort)
    if not gemaakt or gemaakt[-1].vervallen:
        return MaakTaak(soort, zaak.volgende_taak(soort))
    return Wait() if gemaakt[-1].open else None


def afspraak(zaak: Zaak) -> Logregel | None:
    """Return the newest attempt in which the resident was reached and said what follows."""
    return zaak.log.laatste(Soort.TAAK_AFGEROND, bereikt=True)


def laat_zoeken_vervallen(zaak: Zaak) -> Action | None:
    """Post came back, a person is searching, and then a move to a known address arrives: the search is over."""
    retour = zaak.log.positie(Soort.POST_RETOUR)
    gezocht = zaak.log.positie(Soort.TAAK, soort=Taaksoort.UITVAL_UITZOEKEN.value)
    verhuisd = zaak.log.positie(Soort.VERHUISD_BINNEN, Soort.VERHUISD_BUITEN)
    if Soort.OVERLEDEN in zaak.log or min(retour, gezocht) < 0 or verhuisd < max(retour, gezocht):
        return None
    taak = zaak.taken_van(Taaksoort.UITVAL_UITZOEKEN)[-1]
    return LaatTaakVervallen(taak.soort, taak.poging, "nieuw adres") if taak.open else None


OVER_BERICHTEN = frozenset({Taaksoort.REACTIE_LEZEN, Taaksoort.ONZEKERE_BEZORGING})


def laat_vervallen(zaak: Zaak, reden: str, behalve: frozenset[Taaksoort] = frozenset()) -> Action | None:
    """Take the first open taak off the worklist that the zaak no longer asks for.

    What asks about a message stays: a reply must be read, and whether a bericht arrived is not settled by an end.
    """
    taak = next((t for t in zaak.open_taken if t.soort not in behalve | OVER_BERICHTEN), None)
    return LaatTaakVervallen(taak.soort, taak.poging, reden) if taak else None
