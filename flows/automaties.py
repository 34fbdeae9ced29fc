"""What does Prefect itself do when something goes wrong? Automations made by code: the same names, never twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ActionTypes, CallWebhook, ChangeFlowRunState, RunDeployment
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.exceptions import ObjectNotFound
from prefect.settings import get_current_settings

from settings import Settings, settings
from tasks.clients.prefect_beheer import POOL, TAG

VOORVOEGSEL = "Tijdig: "
"""The names of our automations begin so; those of an operator are left alone."""
BEWAKING = "Bewaking/bewaking"
"""The flow and the deployment that look round."""
BLOK = "tijdig-alarm"
"""The block with the address of the webhook."""
RONDES = (
    "Dagronde", "Verzending", "Verzending persoonlijk", "Bezorging", "Inname", "Teruggekomen e-mail", "Terugkoppeling",
    "Escalatie", "Opschoning", "Evaluatie",
)  # fmt: skip
"""After a failure of one of these flows the bewaking looks round at once, not within a quarter of an hour."""
WACHT_LANG = timedelta(minutes=10)
"""A run of ours that has waited so long for a worker is worth a look."""
STERK = 3
"""So many heartbeats may stay away before a run counts as dead."""
EINDEN = ("Completed", "Failed", "Crashed", "Cancelled", "Cancelling", "Paused", "Suspended", "AwaitingRetry")


@dataclass(frozen=True)
class Doelen:
    """What the automations act on: the deployment of the bewaking, and the webhook; None: there is none."""

    bewaking: UUID | None
    webhook: UUID | None


def stel_automaties_in(gekozen: Settings | None = None) -> list[str]:
    """Make, renew and remove our automations so that they are those of this code; returns their names.

    Call it after the deployments were rolled out. Done twice it changes nothing.
    """
    with get_client(sync_client=True) as client:
        doelen = Doelen(_bewaking(client), _blok(client, gekozen or settings()))
        gewenst = {a.name: a for a in automaties(doelen, _hartslag_s())}
        bekend = [a for a in client.read_automations(limit=200) if a.name.startswith(VOORVOEGSEL)]
        for oud in bekend:
            if nieuw := gewenst.pop(oud.name, None):
                client.update_automation(oud.id, nieuw)
            else:
                client.delete_automation(oud.id)
        for nieuw in gewenst.values():
            client.create_automation(nieuw)
        return sorted(a.name for a in client.read_automations(limit=200) if a.name.startswith(VOORVOEGSEL))


def automaties(doelen: Doelen, hartslag_s: int | None) -> Iterator[AutomationCore]:
    """Give the table of automations; what has nothing to act on is left out."""
    if doelen.bewaking:
        kijk = RunDeployment(source="selected", deployment_id=doelen.bewaking, parameters=None, job_variables=None)
        yield _na_mislukte_ronde(kijk)
        yield _wacht_te_lang(kijk)
    if hartslag_s:
        yield _zonder_hartslag(hartslag_s)
    if doelen.webhook:
        yield _pool("not-ready", "begin", doelen.webhook)
        yield _pool("ready", "einde", doelen.webhook)


def _na_mislukte_ronde(kijk: ActionTypes) -> AutomationCore:
    trigger = EventTrigger(
        expect={"prefect.flow-run.*"},
        match=_label({"prefect.resource.id": "prefect.flow-run.*", "prefect.state-type": ["FAILED", "CRASHED"]}),
        match_related=_label({"prefect.resource.role": "flow", "prefect.resource.name": list(RONDES)}),
        posture=Posture.Reactive,
        threshold=1,
        within=timedelta(0),
    )
    return _automatie("na een mislukte ronde", "Kijkt meteen rond als een ronde mislukt of wegvalt.", trigger, kijk)


def _wacht_te_lang(kijk: ActionTypes) -> AutomationCore:
    trigger = EventTrigger(
        after={"prefect.flow-run.Late", "prefect.flow-run.Pending"},
        expect={"prefect.flow-run.*"},
        match=_label({"prefect.resource.id": "prefect.flow-run.*"}),
        match_related=_onze_runs(),
        for_each={"prefect.resource.id"},
        posture=Posture.Proactive,
        threshold=1,
        within=WACHT_LANG,
    )
    return _automatie("run wacht te lang", "Kijkt rond als een run te lang op een werker wacht.", trigger, kijk)


def _zonder_hartslag(hartslag_s: int) -> AutomationCore:
    """A run whose process was killed stays Running for ever: without a heartbeat it is Crashed."""
    trigger = EventTrigger(
        after={"prefect.flow-run.heartbeat"},
        expect={f"prefect.flow-run.{naam}" for naam in ("heartbeat", *EINDEN)},
        match=_label({"prefect.resource.id": "prefect.flow-run.*"}),
        match_related=_onze_runs(),
        for_each={"prefect.resource.id"},
        posture=Posture.Proactive,
        threshold=1,
        within=timedelta(seconds=STERK * hartslag_s),
    )
    waarom = "Het proces van deze run geeft geen teken van leven meer."
    weg = ChangeFlowRunState(state=StateType.CRASHED, name="Weggevallen", message=waarom, force=False)
    return _automatie("run weggevallen", "Zet een run zonder teken van leven op weggevallen.", trigger, weg)


def _pool(stand: str, moment: str, blok: UUID) -> AutomationCore:
    """The server itself tells that no worker is left: then no flow of ours can."""
    trigger = EventTrigger(
        expect={f"prefect.work-pool.{stand}"},
        match=_label({"prefect.resource.id": "prefect.work-pool.*", "prefect.resource.name": POOL}),
        posture=Posture.Reactive,
        threshold=1,
        within=timedelta(0),
    )
    bericht = f'{{"soort": "werker-weg", "moment": "{moment}", "onderwerp": "{POOL}"}}'
    roep = CallWebhook(block_document_id=blok, payload=bericht)
    naam = "geen werker meer" if moment == "begin" else "weer een werker"
    return _automatie(naam, "Meldt aan de webhook of er een werker is.", trigger, roep)


def _automatie(naam: str, uitleg: str, trigger: EventTrigger, actie: ActionTypes) -> AutomationCore:
    return AutomationCore(
        name=f"{VOORVOEGSEL}{naam}", description=uitleg, enabled=True, trigger=trigger, actions=[actie]
    )


def _label(labels: dict[str, str | list[str]]) -> ResourceSpecification:
    return ResourceSpecification.model_validate(labels)


def _onze_runs() -> ResourceSpecification:
    return _label({"prefect.resource.role": "tag", "prefect.resource.id": f"prefect.tag.{TAG}"})


def _hartslag_s() -> int | None:
    """Return how often a flow run shows that it lives, in seconds; None: never."""
    return get_current_settings().flows.heartbeat_frequency


def _bewaking(client: SyncPrefectClient) -> UUID | None:
    try:
        return client.read_deployment_by_name(BEWAKING).id
    except ObjectNotFound:
        return None


def _blok(client: SyncPrefectClient, gekozen: Settings) -> UUID | None:
    """Keep the address of the webhook in a block, encrypted by Prefect; without an address the block goes."""
    if adres := gekozen.alarm_webhook.get_secret_value():
        nummer = Webhook(url=adres).save(BLOK, overwrite=True)  # type: ignore[arg-type]
        return UUID(str(nummer))
    try:
        oud = client.read_block_document_by_name(BLOK, "webhook")
    except ObjectNotFound:
        return None
    client.delete_block_document(oud.id)
    return None
