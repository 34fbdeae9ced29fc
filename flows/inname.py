"""A delivery comes in."""

from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.logging import get_run_logger
from prefect.runtime import flow_run

from flows.runs import dag_of_vandaag, zonder_hartslag
from flows.verslag import aantal, basisnaam, klaar
from flows.vorm import Afdruk, Gemeentenaam, Leveranciernaam
from tasks.inname import Samenvatting, neem_in
from tasks.levermap import levermap, verwerk
from tasks.lezen import Leveringsoort

MELD_ELKE = 10_000


@flow(name="Inname", flow_run_name=lambda: basisnaam(_wat(flow_run.parameters["leverancier"]), flow_run.parameters))
def inname_uit_map(
    gemeente: Gemeentenaam, leverancier: Leveranciernaam, levering: Afdruk, today: date | None = None
) -> Any:
    """Take in one delivery that waits in the folder of its leverancier, and answer him. Twice has no further effect.

    The portier asks for this run; a person may start it again. `levering` is the beginning of the sha256 by which the
    file is named. Fails with the reason when the file as a whole is refused. Return the Samenvatting; None when the
    delivery was taken in already.
    """
    with zonder_hartslag():
        samenvatting = neem_uit_map(gemeente, leverancier, levering, dag_of_vandaag(today))
    return klaar(_wat(leverancier), samenvatting, _uitkomst(samenvatting))


@task(name="Levering innemen", task_run_name="{leverancier} {levering}")
def neem_uit_map(gemeente: str, leverancier: str, levering: str, today: date) -> Samenvatting | None:
    """Take the file in, write the receipt and put the file away; None when that was done already."""
    samenvatting = verwerk(levermap(gemeente, leverancier), levering, today, _vorder)
    if samenvatting is not None:
        _vertel(samenvatting)
    return samenvatting


@flow(name="Inname met de hand", flow_run_name="inname {soort} {gemeente}")
def inname(
    bestand: str, soort: str, gemeente: str, today: date | None = None, profiel: str | None = None
) -> Samenvatting:
    """Take in one delivery, of any soort. Twice has no further effect."""
    with zonder_hartslag():
        return neem_levering_in(Path(bestand), Leveringsoort(soort), gemeente, dag_of_vandaag(today), profiel)


@task(name="Bestand innemen", task_run_name="{soort}")
def neem_levering_in(pad: Path, soort: Leveringsoort, gemeente: str, today: date, profiel: str | None) -> Samenvatting:
    """Read, check and keep every row; counts go to the log, reasons to the file of rejected rows."""
    samenvatting = neem_in(pad, soort, gemeente, today, Path(profiel) if profiel else None, _vorder)
    _vertel(samenvatting)
    return samenvatting


def _wat(leverancier: str) -> str:
    return f"inname {leverancier}"


def _uitkomst(samen: Samenvatting | None) -> str:
    if samen is None:
        return ""
    bekend = ["bekend"] if samen.eerder_ingenomen else []
    afgekeurd = aantal(samen.afgekeurd, "afgekeurd", "afgekeurd")
    return ", ".join(filter(None, [*bekend, aantal(samen.gelezen, "rij", "rijen") or "0 rijen", afgekeurd]))


def _vorder(gelezen: int) -> None:
    if gelezen % MELD_ELKE == 0:
        get_run_logger().info("%s rijen gelezen", gelezen)


def _vertel(samenvatting: Samenvatting) -> None:
    get_run_logger().info(
        "%s gelezen: %s aanvaard, %s bekend, %s afgekeurd",
        samenvatting.gelezen, samenvatting.aanvaard, samenvatting.bekend, samenvatting.afgekeurd,
    )  # fmt: skip
