"""What does Prefect's server say of the machine? Workers that are there, runs that wait too long, dead schedules."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    DeploymentFilterTags,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateName,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.responses import DeploymentResponse
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError

from rules.bewakingsfeiten import Prefectbeeld
from tasks.clients.prefect_beheer import POOL, TAG

TE_LAAT = timedelta(minutes=30)
"""A run that has not started so long after its moment waits too long."""
VERS = timedelta(minutes=10)
"""A deployment that was changed less long ago may still be without scheduled runs."""
HOOGSTENS = 200


def prefectbeeld(verwacht: int) -> Prefectbeeld:
    """Ask the server; `verwacht` is how many workers this installation has."""
    nu = datetime.now(UTC)
    with get_client(sync_client=True) as client:
        uitgerold = client.read_deployments(
            deployment_filter=DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG])), limit=HOOGSTENS
        )
        dood = [d.name for d in uitgerold if d.schedules and _staat_stil(client, d, nu)]
        return Prefectbeeld(_werkers(client, verwacht), verwacht, _te_laat(client, uitgerold, nu), tuple(sorted(dood)))


def _werkers(client: SyncPrefectClient, verwacht: int) -> int:
    """Return how many workers are there; without a work pool nobody expects any."""
    try:
        werkers = client.read_workers_for_work_pool(POOL, limit=HOOGSTENS)
    except (ObjectNotFound, PrefectHTTPStatusError):
        return verwacht
    return sum(werker.status == "ONLINE" for werker in werkers)


def _te_laat(client: SyncPrefectClient, uitgerold: list[DeploymentResponse], nu: datetime) -> dict[str, int]:
    """Return how many runs of each deployment have been waiting too long to start."""
    namen = {d.id: d.name for d in uitgerold}
    runs = client.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(name=FlowRunFilterStateName(any_=["Late", "Pending"])),
            expected_start_time=FlowRunFilterExpectedStartTime(before_=nu - TE_LAAT),  # type: ignore[arg-type]
        ),
        deployment_filter=DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG])),
        limit=HOOGSTENS,
    )
    return Counter(namen[run.deployment_id] for run in runs if run.deployment_id and run.deployment_id in namen)


def _staat_stil(client: SyncPrefectClient, uitgerold: DeploymentResponse, nu: datetime) -> bool:
    """Tell whether a schedule is off, or gives no runs although it has been on for a while."""
    if uitgerold.paused or not any(schema.active for schema in uitgerold.schedules):
        return True
    if uitgerold.updated and nu - uitgerold.updated < VERS:
        return False
    komend = client.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
            expected_start_time=FlowRunFilterExpectedStartTime(after_=nu),  # type: ignore[arg-type]
        ),
        deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[uitgerold.id])),
        limit=1,
    )
    return not komend
