"""Which flows run by themselves, and when? One table; operators see the Dutch names and descriptions.

Every deployment goes to one work pool and names its flow by module: each machine with Tijdig and a worker can run it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, VersionInfo
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectNotFound
from prefect.flows import Flow
from prefect.types.entrypoint import EntrypointType
from prefect.utilities.annotations import freeze
from prefect.workers.process import ProcessWorker

from flows.bewaking import bewaking
from flows.bezorging import bezorging
from flows.dagronde import dagronde
from flows.escalatie import escalatie
from flows.evaluatie import evaluatie
from flows.inname import inname_uit_map
from flows.limieten import stel_limieten_in
from flows.opschoning import opschoning
from flows.stuiters import stuiters
from flows.terugblik import terugblik
from flows.terugkoppeling import terugkoppeling
from flows.verzending import verzending, verzending_persoonlijk
from flows.zaak import sociaal_incasso, vroegsignalering
from rules.woorden import Kanaal
from settings import Settings, settings
from tasks.clients.prefect_beheer import POOL, TAG

EEN_TEGELIJK = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
"""A run that is still busy makes the next one needless: what it would do is done."""

TIJDZONE = "Europe/Amsterdam"
DRAAI = "python -m prefect.engine"
"""How a worker starts a flow run; `tijdig werker` sees to it that this is the python of Tijdig."""


def altijd(_: Settings) -> bool:
    """Roll a deployment out with any settings."""
    return True


@dataclass(frozen=True)
class Uitrol:
    """One line of the table: which flow, under which name, when, and what it does.

    `cron` is Dutch time; empty: somebody asks for it. With `per_gemeente` there is one deployment for each gemeente.
    `vast` are parameters that nobody can change. `als` tells whether these settings want it at all.
    """

    flow: Flow[Any, Any]
    naam: str
    cron: str
    uitleg: str
    per_gemeente: bool = False
    vast: Mapping[str, str] = field(default_factory=dict[str, str])
    als: Callable[[Settings], bool] = altijd


UITROL: tuple[Uitrol, ...] = (
    Uitrol(
        inname_uit_map, "inname", "", "Neemt een levering in uit de map van een leverancier. De portier vraagt erom."
    ),
    Uitrol(dagronde, "dagronde", "0 6 * * 1-5", "Elke zaak die aan de beurt is, krijgt de volgende stap.", True),
    Uitrol(
        verzending, "verzending-brief", "0,30 7-19 * * 1-5", "Verstuurt de brieven die klaarstaan, naar de drukker.",
        vast={"kanaal": Kanaal.BRIEF.value},
    ),
    Uitrol(
        verzending, "verzending-sms", "10,40 7-19 * * 1-5", "Verstuurt de sms-berichten die klaarstaan.",
        vast={"kanaal": Kanaal.SMS.value},
    ),
    Uitrol(
        verzending, "verzending-email", "5,35 7-19 * * 1-5", "Verstuurt de e-mails die klaarstaan.",
        vast={"kanaal": Kanaal.EMAIL.value},
    ),
    Uitrol(
        verzending_persoonlijk, "verzending-persoonlijk", "*/5 9-19 * * 1-5",
        "Verstuurt sms en e-mail van inwoners die eigen aandacht krijgen. Wacht nooit op een grote ronde.",
    ),
    Uitrol(bezorging, "bezorging", "*/10 * * * *", "Zoekt uit wat niet zeker is aangekomen, of vraagt het een mens."),
    Uitrol(
        stuiters, "stuiters", "20 * * * *", "Leest e-mail die terugkwam: wie niet bereikt is, krijgt een brief.",
        als=lambda gekozen: gekozen.stuiterpost is not None,
    ),
    Uitrol(
        escalatie, "escalatie", "30 6 * * 1-5", "Laat zien welke taken van mensen te laat zijn of bijna te laat.", True
    ),
    Uitrol(terugkoppeling, "terugkoppeling", "0 18 * * 1-5", "Meldt partners hoe een signaal afliep.", True),
    Uitrol(bewaking, "bewaking", "7-59/15 * * * *", "Kijkt of alles loopt, en zegt wat u moet doen als het misgaat."),
    Uitrol(opschoning, "opschoning", "0 3 * * *", "Ruimt oude runs van Prefect op. Zaken en hun log blijven."),
    Uitrol(evaluatie, "evaluatie", "0 5 2 * *", "Telt wat er in de vorige maand gebeurde.", True),
    Uitrol(
        terugblik, "terugblik", "0 8 1-10 * *", "Mailt elk team op de eerste werkdag van de maand zijn aantallen.", True
    ),
    Uitrol(
        sociaal_incasso, "sociaal-incasso", "", "Zet de volgende stap in één incassozaak. Geef het nummer van de zaak."
    ),
    Uitrol(vroegsignalering, "vroegsignalering", "", "Zet de volgende stap in één vroegsignaalzaak."),
)  # fmt: skip


@dataclass(frozen=True)
class Uitgerold:
    """What rolling out did: how many deployments there are now, how many of them changed, and which ones left."""

    deployments: int
    gewijzigd: int
    weg: tuple[str, ...]


def rol_uit(gemeenten: Sequence[str]) -> Uitgerold:
    """Make Prefect know our work pool, limits and deployments, and forget those that left the table.

    Done twice it changes nothing. What an operator paused stays paused; other changes of his stay until the line of
    the table changes.
    """
    gewenst = list(deployments(gemeenten, settings()))
    with get_client(sync_client=True) as client:
        _maak_pool(client)
        stel_limieten_in(settings())
        gewijzigd = sum(_rol_een_uit(client, uitrol) for uitrol in gewenst)
        weg = tuple(_ruim_op(client, {uitrol.name for uitrol in gewenst}))
    return Uitgerold(len(gewenst), gewijzigd, weg)


def deployments(gemeenten: Sequence[str], gekozen: Settings) -> Iterator[RunnerDeployment]:
    """Give every deployment of the table for these gemeenten and settings."""
    for regel in UITROL:
        if regel.als(gekozen):
            for vast in [{"gemeente": g} for g in gemeenten] if regel.per_gemeente else [{}]:
                yield _deployment(regel, {**regel.vast, **vast}, gemeenten)


def _deployment(regel: Uitrol, vast: Mapping[str, str], gemeenten: Sequence[str]) -> RunnerDeployment:
    gemeente = vast.get("gemeente")
    uitrol: Any = regel.flow.to_deployment(
        name="-".join(filter(None, (regel.naam, gemeente))),
        description=regel.uitleg,
        parameters={naam: freeze(waarde) for naam, waarde in vast.items()},
        schedules=[CronSchedule(cron=regel.cron, timezone=TIJDZONE)] if regel.cron else [],
        tags=[TAG, *([gemeente] if gemeente else [])],
        concurrency_limit=EEN_TEGELIJK if regel.cron else None,
        work_pool_name=POOL,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    keuze = uitrol._parameter_openapi_schema.properties.get("gemeente")
    if keuze is not None and gemeente is None:
        keuze["enum"] = list(gemeenten)
    inhoud = (regel.uitleg, regel.cron, uitrol.entrypoint, uitrol.tags, uitrol._parameter_openapi_schema)
    uitrol.version = sha256(repr(inhoud).encode()).hexdigest()[:12]
    return uitrol


def _maak_pool(client: SyncPrefectClient) -> None:
    """Make the work pool when there is none; one that was made for containers is left as it is."""
    try:
        client.read_work_pool(POOL)
    except ObjectNotFound:
        sjabloon = ProcessWorker.get_default_base_job_template()
        sjabloon["variables"]["properties"]["command"]["default"] = DRAAI
        uitleg = "De werkers van Tijdig. Start er een met: tijdig werker"
        client.create_work_pool(
            WorkPoolCreate(name=POOL, type="process", description=uitleg, base_job_template=sjabloon)
        )


def _rol_een_uit(client: SyncPrefectClient, uitrol: RunnerDeployment) -> bool:
    """Bring one deployment to Prefect; False when it is there already, as it should be.

    The version is told in so many words: Prefect would take it from a git checkout in which we happen to stand.
    """
    try:
        bekend = client.read_deployment_by_name(uitrol.full_name)
    except ObjectNotFound:
        bekend = None
    if bekend is not None and bekend.version == uitrol.version and bekend.work_pool_name == POOL:
        return False
    uitrol.paused = bool(bekend and bekend.paused)
    uitrol.apply(version_info=VersionInfo(type="prefect:simple", version=str(uitrol.version)))
    return True


def _ruim_op(client: SyncPrefectClient, gewenst: set[str]) -> Iterator[str]:
    """Remove deployments of ours that are not in the table any more, and give their names."""
    van_ons = DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG]))
    while oud := [d for d in client.read_deployments(deployment_filter=van_ons, limit=200) if d.name not in gewenst]:
        for deployment in oud:
            client.delete_deployment(deployment.id)
            yield deployment.name
