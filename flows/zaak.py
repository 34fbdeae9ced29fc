"""One resident's journey, as far as it can go today: a flow run of its own, found by its zaaknummer."""

from datetime import date

from prefect import flow, tags

from flows.runs import dag_of_vandaag, meld, runnaam_zaak
from flows.verzending import verzend_digitaal
from rules.bezorging import Baan
from rules.woorden import Zaaksoort
from tasks import stappen
from tasks.stappen import Resultaat


@flow(name="Sociaal incasso", flow_run_name=lambda: runnaam_zaak(Zaaksoort.INCASSO))
def sociaal_incasso(zaak_id: int, today: date | None = None, verzend: bool = True) -> Resultaat:
    """Take the next steps in the incassozaak of one resident. Safe to start by hand, and to start twice.

    With `verzend` his sms and e-mail leave at once, when the hour allows it; letters wait for the print room.
    """
    return _zet(zaak_id, dag_of_vandaag(today), verzend)


@flow(name="Vroegsignalering", flow_run_name=lambda: runnaam_zaak(Zaaksoort.VROEGSIGNALERING))
def vroegsignalering(zaak_id: int, today: date | None = None, verzend: bool = True) -> Resultaat:
    """Take the next steps in the vroegsignaalzaak of one resident. Safe to start by hand, and to start twice.

    With `verzend` his sms and e-mail leave at once, when the hour allows it; letters wait for the print room.
    """
    return _zet(zaak_id, dag_of_vandaag(today), verzend)


def _zet(zaak_id: int, today: date, verzend: bool) -> Resultaat:
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
    return resultaat


def eigen_run(zaak_id: int, soort: str, gemeente: str, today: date) -> Resultaat:
    """Run one zaak as a flow run of its own, tagged for the operator; a failed zaak never stops the round."""
    reis = sociaal_incasso if soort == Zaaksoort.INCASSO else vroegsignalering
    with tags(gemeente, soort):
        state = reis(zaak_id, today, verzend=False, return_state=True)
    if state.is_completed():
        return state.result()
    return Resultaat(kapot=[zaak_id])
