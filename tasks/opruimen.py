"""What may go? Sessions that are over, forms that were sent long ago, and the runs that nobody looks back at."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from models.database import schrijven
from models.handelingen import vergeet_oude
from models.medewerkers import ruim_sessies_op
from tasks.clients.prefect_beheer import Prefectbeheer
from tasks.omgeving import omgeving

FORMULIER_D = 90
"""So many days a form that was sent is remembered; a browser that sends it again does so within days."""
HOOGSTENS = 200_000
"""So many runs go at one time at most; the rest goes the next day."""


def ruim_eigen_op(nu: datetime) -> Counter[str]:
    """Remove what the pages of staff needed for a moment; returns how much went. Nothing of a zaak ever goes here."""
    with schrijven(omgeving().engine) as db:
        return +Counter(
            {"sessies": ruim_sessies_op(db), "formulieren": vergeet_oude(db, nu - timedelta(days=FORMULIER_D))}
        )


def ruim_runs_op(prefect: Prefectbeheer, flows: Sequence[str], nu: datetime) -> int:
    """Remove the runs of these flows that ended longer ago than the settings keep them; returns how many went.

    Their logs and artifacts go with Prefect's own clean-up of orphans. The state of every zaak is in our own database.
    """
    voor, weg = nu - timedelta(days=omgeving().settings.prefect_bewaar_d), 0
    while weg < HOOGSTENS and (deel := prefect.verwijder(flows, voor)):
        weg += deel
    return weg
