"""One resident's journey, as far as it can go today: a flow run of its own, found by its zaaknummer."""

from datetime import date
from typing import Any

from prefect import flow, tags

from flows.runs import dag_of_vandaag, meld, runnaam_zaak
from flows.verslag import NIETS, gehouden, merk, met_toestand, toon_tekst
from flows.verzending import verzend_digitaal
from rules.bezorging import Baan
from rules.woorden import Zaaksoort
from tasks import stappen
from tasks.stappen import Resultaat


@flow(name="Sociaal incasso", flow_run_name=lambda: runnaam_zaak(Zaaksoort.INCASSO))
def sociaal_incasso(zaak_id: int, today: date | None = None, verzend: bool = True) -> Any:
    """Take the next steps in the incassozaak of one resident. Safe to start by hand, and to start twice.

    Return the Resultaat. With `verzend` his sms and e-mail leave at once, when the hour allows it; letters wait for
    the print room.
    """
    return _zet(zaak_id, dag_of_vandaag(today), verzend)


@flow(name="Vroegsignalering", flow_run_name=lambda: runnaam_zaak(Zaaksoort.VROEGSIGNALERING))
def vroegsignalering(zaak_id: int, today: date | None = None, verzend: bool = True) -> Any:
    """Take the next steps in the vroegsignaalzaak of one resident. Safe to start by hand, and to start twice.

    Return the Resultaat. With `verzend` his sms and e-mail leave at once, when the hour allows it; letters wait for
    the print room.
    """
    return _zet(zaak_id, dag_of_vandaag(today), verzend)


def _zet(zaak_id: int, today: date, verzend: bool) -> Any:
    """Take the steps; a zaak that cannot go on fails here, visibly, and waits for a person."""
    gemeente = stappen.gemeente_van(zaak_id)
    try:
        resultaat = stappen.zet_een(zaak_id, gemeente, today)
    except Exception:
        stappen.leg_bij_een_mens(zaak_id, gemeente, today)
        raise
    meld(resultaat)
    if verzend:
        verzend_digitaal(today, (Baan.PERSOONLIJK,), zaak_id)
    return _vertel(resultaat, gemeente)


def _vertel(resultaat: Resultaat, gemeente: str) -> Any:
    """Show where the zaak stands and which rules decided what; a state with a name says why nothing happened."""
    merk((gemeente, *resultaat.merken))
    if resultaat.gebeurd:
        nummer = resultaat.gebeurd[0][0]
        regels = "\n".join(f"| {soort.replace('_', ' ')} | {regel} |" for _, soort, regel in resultaat.gebeurd)
        toon_tekst(f"zaak-{nummer}", f"## {nummer}\n\n| wat | regel |\n|---|---|\n{regels}\n")
    if resultaat.gehouden:
        return met_toestand(resultaat, gehouden(resultaat.waarom), ", ".join(resultaat.waarom))
    return resultaat if resultaat.gebeurd else met_toestand(resultaat, NIETS)


def eigen_run(zaak_id: int, soort: str, gemeente: str, today: date) -> Resultaat:
    """Run one zaak as a flow run of its own, tagged for the operator; a failed zaak never stops the round."""
    reis = sociaal_incasso if soort == Zaaksoort.INCASSO else vroegsignalering
    with tags(gemeente, soort):
        state = reis(zaak_id, today, verzend=False, return_state=True)
    if state.is_completed():
        return state.result()
    return Resultaat(kapot=[zaak_id])
