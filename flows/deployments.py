"""Which flows run by themselves, and when? One table; operators see the Dutch names and descriptions."""

from dataclasses import dataclass
from typing import Any

from prefect import serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.client.schemas.schedules import CronSchedule
from prefect.flows import Flow

from flows.bezorging import bezorging
from flows.dagronde import dagronde
from flows.escalatie import escalatie
from flows.inname import inname
from flows.limieten import stel_limieten_in
from flows.terugkoppeling import terugkoppeling
from flows.verzending import verzending, verzending_persoonlijk
from flows.zaak import sociaal_incasso, vroegsignalering
from settings import settings

EEN_TEGELIJK = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
"""A run that is still busy makes the next one needless: what it would do is done."""

TIJDZONE = "Europe/Amsterdam"


@dataclass(frozen=True)
class Uitrol:
    """One deployment: which flow, under which name, when (cron, Dutch time; empty: by hand) and what it does."""

    flow: Flow[Any, Any]
    naam: str
    cron: str
    uitleg: str
    per_gemeente: bool = False


UITROL: tuple[Uitrol, ...] = (
    Uitrol(dagronde, "dagronde", "0 6 * * 1-5", "Elke zaak die aan de beurt is, krijgt de volgende stap.", True),
    Uitrol(verzending, "verzending", "*/30 7-19 * * 1-5", "Verstuurt wat klaarstaat: brieven, sms en e-mail."),
    Uitrol(
        verzending_persoonlijk, "verzending-persoonlijk", "*/5 9-19 * * 1-5",
        "Verstuurt sms en e-mail van inwoners die eigen aandacht krijgen. Wacht nooit op een grote ronde.",
    ),
    Uitrol(bezorging, "bezorging", "*/10 * * * *", "Zoekt uit wat niet zeker is aangekomen, of vraagt het een mens."),
    Uitrol(
        escalatie, "escalatie", "30 6 * * 1-5", "Laat zien welke taken van mensen te laat zijn of bijna te laat.", True
    ),
    Uitrol(terugkoppeling, "terugkoppeling", "0 18 * * 1-5", "Meldt partners hoe een signaal afliep.", True),
    Uitrol(inname, "inname", "", "Neemt één levering in: vorderingen, mutaties, signalen of retourpost."),
    Uitrol(
        sociaal_incasso, "sociaal-incasso", "", "Zet de volgende stap in één incassozaak. Geef het nummer van de zaak."
    ),
    Uitrol(vroegsignalering, "vroegsignalering", "", "Zet de volgende stap in één vroegsignaalzaak."),
)  # fmt: skip


def bedien(gemeenten: list[str]) -> None:
    """Serve every deployment in this process until it is stopped."""
    stel_limieten_in(settings())
    serve(*[uitrol for regel in UITROL for uitrol in _uitrollen(regel, gemeenten)])  # type: ignore[arg-type]


def _uitrollen(regel: Uitrol, gemeenten: list[str]) -> list[Any]:
    schema = [CronSchedule(cron=regel.cron, timezone=TIJDZONE)] if regel.cron else None
    gekozen: list[dict[str, str]] = [{"gemeente": g} for g in gemeenten] if regel.per_gemeente else [{}]
    return [
        regel.flow.to_deployment(
            name="-".join([regel.naam, *parameters.values()]),
            description=regel.uitleg,
            parameters=parameters,
            schedules=schema,
            tags=["tijdig", *parameters.values()],
            concurrency_limit=EEN_TEGELIJK if regel.cron else None,
        )
        for parameters in gekozen
    ]
