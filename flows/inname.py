"""A delivery comes in."""

from datetime import date
from pathlib import Path

from prefect import flow, task
from prefect.logging import get_run_logger

from flows.runs import dag_of_vandaag, zonder_hartslag
from tasks.inname import Samenvatting, neem_in
from tasks.lezen import Leveringsoort

MELD_ELKE = 10_000


@flow(name="Inname", flow_run_name="inname {soort} {gemeente}")
def inname(
    bestand: str, soort: str, gemeente: str, today: date | None = None, profiel: str | None = None
) -> Samenvatting:
    """Take in one delivery of vorderingen, mutaties, signalen or retourpost. Twice has no further effect."""
    with zonder_hartslag():
        return neem_levering_in(Path(bestand), Leveringsoort(soort), gemeente, dag_of_vandaag(today), profiel)


@task(name="Levering innemen", task_run_name="{soort}")
def neem_levering_in(pad: Path, soort: Leveringsoort, gemeente: str, today: date, profiel: str | None) -> Samenvatting:
    """Read, check and keep every row; counts go to the log, reasons to the file of rejected rows."""
    logger = get_run_logger()

    def vorder(gelezen: int) -> None:
        if gelezen % MELD_ELKE == 0:
            logger.info("%s rijen gelezen", gelezen)

    samenvatting = neem_in(pad, soort, gemeente, today, Path(profiel) if profiel else None, vorder)
    logger.info(
        "%s gelezen: %s aanvaard, %s bekend, %s afgekeurd",
        samenvatting.gelezen, samenvatting.aanvaard, samenvatting.bekend, samenvatting.afgekeurd,
    )  # fmt: skip
    return samenvatting
