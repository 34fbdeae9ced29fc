"""What is over is cleared away, so that the screens of Prefect stay fast and nothing is kept without a reason."""

from collections import Counter
from datetime import UTC, datetime

from prefect import flow, task
from prefect.settings import PREFECT_API_URL

from flows.runs import zonder_hartslag
from flows.verslag import klaar, opgesomd, runnaam
from tasks.aanstoten import kopregels
from tasks.clients.prefect_beheer import Prefectbeheer
from tasks.leven import teken
from tasks.opruimen import ruim_eigen_op, ruim_runs_op


@flow(name="Opschoning", flow_run_name=runnaam("opschoning"))
def opschoning() -> Counter[str]:
    """Remove old runs of Prefect, and what the pages of staff needed for a moment. Safe to run twice."""
    nu = datetime.now(UTC)
    with zonder_hartslag():
        telling = ruim_eigen_op(nu) + +Counter({"oude runs": verwijder_oude_runs(nu)})
    teken("opschoning", True, dict(telling))
    return klaar("opschoning", telling, opgesomd(telling))


@task(name="Oude runs verwijderen", retries=2, retry_delay_seconds=10)
def verwijder_oude_runs(nu: datetime) -> int:
    """Ask Prefect to forget the runs that ended too long ago; asked again it goes on where it was."""
    from flows.deployments import UITROL  # that table has this flow in it

    van_ons = sorted({regel.flow.name for regel in UITROL})
    return ruim_runs_op(Prefectbeheer(str(PREFECT_API_URL.value()), kopregels(), limiet_s=60), van_ons, nu)
