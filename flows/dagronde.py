"""The daily round: every zaak that is due gets its next step, then the post leaves."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from prefect import flow, task

from flows.bezorging import kijk_alles_na, meld_wat_blijft_liggen
from flows.rondeverslag import toon_ronde
from flows.runs import dag_of_vandaag, meld, taakloper, zonder_hartslag
from flows.verslag import GEEN_WERKDAG, NIETS, aantal, gehouden, klaar, noem, opgesomd, runnaam
from flows.verzending import verzend_brieven, verzend_digitaal
from flows.zaak import eigen_run
from models.bulk import in_delen
from rules.bezorging import Status
from rules.pauze import Pauzesoort
from tasks import pauzeren, stappen, terugkoppelen
from tasks.leven import dagronde_van, teken
from tasks.omgeving import omgeving
from tasks.rondebeeld import Gedaan
from tasks.stappen import Resultaat

MAX_GANGEN = 10
"""A handover or feedback makes another zaak due on the same day; ten times round is more than any journey needs."""


@dataclass
class Ronde:
    """What one round did."""

    telling: Counter[str] = field(default_factory=Counter[str])
    verzonden: Counter[str] = field(default_factory=Counter[str])
    eigen_runs: int = 0
    kapot: list[int] = field(default_factory=list[int])
    gehouden: set[int] = field(default_factory=set[int])
    """Zaken that stay due: something stands still, or enough was begun today."""
    waarom: Counter[str] = field(default_factory=Counter[str])

    def voeg_toe(self, resultaat: Resultaat) -> None:
        """Add what a set of zaken did."""
        self.telling += resultaat.telling
        self.kapot += resultaat.kapot
        self.gehouden.update(resultaat.gehouden)
        self.waarom += resultaat.waarom

    @property
    def uitkomst(self) -> str:
        """What it came to, for the name of its run; empty when there was nothing to do."""
        return ", ".join(
            filter(
                None,
                (
                    aantal(self.telling.total(), "stap", "stappen"),
                    opgesomd(self.verzonden),
                    aantal(len(self.gehouden), "zaak blijft staan", "zaken blijven staan"),
                    aantal(len(self.kapot), "mislukt", "mislukt"),
                ),
            )
        )

    @property
    def toestand(self) -> str:
        """The name of its state when that says more than that it is done."""
        if self.telling or self.verzonden:
            return ""
        return gehouden(self.waarom) if self.gehouden else NIETS

    def gedaan(self) -> Gedaan:
        """What it did, as the picture of the round asks for it."""
        return Gedaan(self.telling, self.verzonden, self.waarom, self.kapot)


class RondeNietHeel(Exception):
    """Niet elke zaak kon verder: kijk in de werkvoorraad bij uitval-uitzoeken."""

    def __init__(self, ronde: Ronde) -> None:
        """Keep what the round did do."""
        super().__init__(f"{len(ronde.kapot)} zaken konden niet verder ({ronde.uitkomst})")
        self.ronde = ronde


@flow(name="Dagronde", flow_run_name=runnaam("dagronde"), task_runner=taakloper())
def dagronde(gemeente: str, today: date | None = None) -> Any:
    """Give every zaak that is due its next step and let the post leave. Safe to run twice, in parallel or late.

    Return the Ronde. On a day that is not a working day nothing happens. Raises RondeNietHeel after all other work
    when a zaak broke.
    """
    dag, ronde = dag_of_vandaag(today), Ronde()
    if not omgeving().beleid(gemeente).kalender.is_werkdag(dag):
        return klaar("dagronde", ronde, "", GEEN_WERKDAG)
    with zonder_hartslag():
        _loop(gemeente, dag, ronde)
    if not _staat_stil(gemeente):
        terugkoppelen.koppel_terug(gemeente, dag)
    return _sluit_af(gemeente, dag, ronde)


def _loop(gemeente: str, dag: date, ronde: Ronde) -> None:
    """Resolve what is uncertain, let every zaak step until none is due, and only then ask what stays behind."""
    kijk_alles_na(dag)
    for _ in range(MAX_GANGEN):
        if not _een_gang(gemeente, dag, ronde) and not _brieven(dag, ronde):
            break
    meld_wat_blijft_liggen(dag)


def _staat_stil(gemeente: str) -> bool:
    """Tell whether everything of a gemeente stands still."""
    return any(p.soort == Pauzesoort.GEMEENTE for p in pauzeren.open_pauzes(gemeente))


def _sluit_af(gemeente: str, dag: date, ronde: Ronde) -> Any:
    """Show the round to the operators and give a sign of life; a round with a broken zaak is not green."""
    toon_ronde(gemeente, dag, ronde.gedaan(), ronde.uitkomst)
    telling = {"dag": dag.isoformat(), "stappen": ronde.telling.total(), "mislukt": len(ronde.kapot)}
    teken(dagronde_van(gemeente), not ronde.kapot, telling | {"blijft_staan": len(ronde.gehouden)})
    if ronde.kapot:
        noem("dagronde", ronde.uitkomst)
        raise RondeNietHeel(ronde)
    return klaar("dagronde", ronde, ronde.uitkomst, ronde.toestand)


def _een_gang(gemeente: str, dag: date, ronde: Ronde) -> bool:
    """Let every due zaak step once and send sms and e-mail; False when nothing is left to do.

    What another round put ready may fail here: its zaak is due again, also when this round had no step of its own.
    """
    te_doen = [(z, soort) for z, soort in stappen.te_doen(gemeente, dag) if z not in ronde.gehouden]
    for resultaat in _zet_allen(te_doen, gemeente, dag, ronde):
        ronde.voeg_toe(resultaat)
    verzonden = verzend_digitaal(dag)
    ronde.verzonden += verzonden
    return bool(te_doen) or bool(verzonden[Status.MISLUKT.value])


def _brieven(dag: date, ronde: Ronde) -> bool:
    """Let the letters of the whole round leave in one batch; True when one could not be made: its zaak is due."""
    verzonden = verzend_brieven(dag)
    ronde.verzonden += verzonden
    return bool(verzonden[Status.MISLUKT.value])


def _zet_allen(te_doen: list[tuple[int, str]], gemeente: str, dag: date, ronde: Ronde) -> Iterator[Resultaat]:
    """Two lanes, one code path: a small round runs per resident; a large one in chunks, people's work apart."""
    plek = omgeving().settings.eigen_runs - ronde.eigen_runs
    soort_van = dict(te_doen)
    eigen: list[int] = list(soort_van)
    if len(te_doen) > plek:
        eigen = list[int]()
        for resultaat in _in_delen(te_doen, gemeente, dag, alleen_automatisch=True):
            eigen += resultaat.persoonlijk + resultaat.kapot
            yield Resultaat(resultaat.telling, gehouden=resultaat.gehouden, waarom=resultaat.waarom)
    for zaak_id in eigen[: max(plek, 0)]:
        ronde.eigen_runs += 1
        yield eigen_run(zaak_id, soort_van[zaak_id], gemeente, dag)
    rest = [(zaak_id, soort_van[zaak_id]) for zaak_id in eigen[max(plek, 0) :]]
    for resultaat in _in_delen(rest, gemeente, dag, alleen_automatisch=False):
        for zaak_id in resultaat.kapot:
            stappen.leg_bij_een_mens(zaak_id, gemeente, dag)
        yield resultaat


def _in_delen(
    te_doen: list[tuple[int, str]], gemeente: str, dag: date, *, alleen_automatisch: bool
) -> Iterator[Resultaat]:
    """Run chunks as mapped task runs; chunks of handovers one after the other, so that the day's maximum holds."""
    delen = list(_deel_op(te_doen, omgeving().settings.chunk))
    namen = [f"{soort} {nummer}/{len(delen)}, {len(ids)} zaken" for nummer, (soort, ids) in enumerate(delen, 1)]
    if alleen_automatisch:
        ids = [deel for _, deel in delen]
        yield from zet_deel.map(namen, ids, gemeente, dag, True).result() if delen else ()  # type: ignore[union-attr]
        return
    for naam, (_, ids) in zip(namen, delen, strict=True):
        yield zet_deel(naam, ids, gemeente, dag, False)


def _deel_op(te_doen: list[tuple[int, str]], grootte: int) -> Iterator[tuple[str, list[int]]]:
    """Cut the work into chunks of one department each, oldest zaken first."""
    for soort in dict.fromkeys(soort for _, soort in te_doen):
        ids = [zaak_id for zaak_id, van in te_doen if van == soort]
        for deel in in_delen(ids, grootte):
            yield soort, list(deel)


@task(name="Stappen zetten", task_run_name="{label}")
def zet_deel(label: str, ids: list[int], gemeente: str, today: date, alleen_automatisch: bool) -> Resultaat:
    """Decide and record the next steps of one chunk of zaken; a broken zaak is set apart, the others go on."""
    resultaat = stappen.zet(ids, gemeente, today, alleen_automatisch=alleen_automatisch)
    meld(resultaat)
    return resultaat
