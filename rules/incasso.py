"""Which step comes next in the sociaal incasso of one zaak? (domain.md §8.1)"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from rules import opschorting
from rules.beleid import Beleid
from rules.besluit import (
    Action,
    ContactOverslaan,
    Decision,
    LaatSignaalWachten,
    MaakTaak,
    NietOverdragen,
    Opschorten,
    Overdragen,
    Rest,
    SendBericht,
    Sluiten,
    Wait,
    due,
)
from rules.betekening import bezwaren_tegen_post
from rules.contact import (
    Pogingen,
    afspraak,
    laat_vervallen,
    laat_zoeken_vervallen,
    pogingen,
    taak_een_keer,
    volgende_poging,
)
from rules.kenmerken import van_overdracht
from rules.log import Logregel, Soort
from rules.voorwaarden import signaalbedrag, toets, unmet_met_toestemming, unmet_voorwaarden
from rules.woorden import Berichtsoort, Kanaal, Overslaanreden, Taaksoort
from rules.zaak import Incassozaak

Rule = Callable[[Incassozaak, Beleid, date], Action | None]


def decide(zaak: Incassozaak, beleid: Beleid, today: date) -> Decision:
    """Return the next step and the rule that chose it; the first rule with an answer wins."""
    for rule in RULES:
        if (action := rule(zaak, beleid, today)) is not None:
            return Decision(action, rule.__name__)
    return Decision(Wait(), "no_rule_applies")


def explain(zaak: Incassozaak, beleid: Beleid, today: date) -> tuple[tuple[Rule, Action | None], ...]:
    """Return every rule with its answer, in order: the first answer is the decision."""
    return tuple((rule, rule(zaak, beleid, today)) for rule in RULES)


def stay_closed(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """A closed zaak stays closed and asks nothing of anyone; a storno or a new aanslag opens it again."""
    if zaak.log.positie(Soort.GESLOTEN) <= zaak.log.positie(Soort.STORNO, Soort.AANSLAG):
        return None
    return laat_vervallen(zaak, "zaak gesloten") or Rest()


def close_when_paid(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """Nothing is open any more: close. What was waived last decides between betaald and kwijtgescholden."""
    if zaak.openstaand > 0:
        return None
    waived = zaak.log.positie(Soort.KWIJTSCHELDING_TOEGEKEND) > zaak.log.positie(Soort.BETALING, Soort.VERMINDERING)
    return Sluiten("kwijtgescholden" if waived else "betaald")


def tell_opschorting(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """Write down that collection rests, and again when the end becomes known or changes."""
    o = opschorting.nieuw(zaak, beleid, today)
    return Opschorten(o.reden, o.tot, o.grondslag) if o else None


def ask_a_person_when_post_cannot_arrive(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """Deceased, post returned, a letter that cannot be made: a person looks (Leidraad 11.1; IW art. 13 lid 4)."""
    aanleiding = max(
        zaak.log.positie(Soort.OVERLEDEN, Soort.POST_RETOUR),
        zaak.log.positie(Soort.BERICHT_MISLUKT, kanaal=Kanaal.BRIEF),
        zaak.log.positie(Soort.BERICHT_MISLUKT, oorzaak="inhoud"),
    )
    opgelost = zaak.log.positie(Soort.VERHUISD_BINNEN, Soort.VERHUISD_BUITEN)
    if aanleiding < 0 or (opgelost > aanleiding and Soort.OVERLEDEN not in zaak.log):
        return None
    gezocht = zaak.log.positie(Soort.TAAK, soort=Taaksoort.UITVAL_UITZOEKEN.value)
    taken = zaak.taken_van(Taaksoort.UITVAL_UITZOEKEN)
    if taken and taken[-1].vervallen and zaak.inwoner.overleden and not zaak.gesloten:
        return MaakTaak(Taaksoort.UITVAL_UITZOEKEN, zaak.volgende_taak(Taaksoort.UITVAL_UITZOEKEN))
    if gezocht > aanleiding or (taken and taken[-1].open and gezocht > zaak.log.positie(Soort.OVERLEDEN)):
        return None
    return MaakTaak(Taaksoort.UITVAL_UITZOEKEN, zaak.volgende_taak(Taaksoort.UITVAL_UITZOEKEN))


def stop_searching_after_a_move(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """The BRP knows a new address: the search for it leaves the worklist and the journey goes on."""
    return laat_zoeken_vervallen(zaak)


def hand_over_when_asked(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """The resident wants help and agrees: warm handover, also without a grondslag (AVG art. 6 lid 1 a)."""
    vraag = afspraak(zaak)
    if vraag is None or not vraag.zegt(vervolg="wil hulp") or Soort.OVERGEDRAGEN in zaak.log:
        return None
    if unmet := unmet_met_toestemming(zaak, beleid, today):
        if Soort.NIET_OVERGEDRAGEN in zaak.log:
            return None
        voorwaarden = tuple(t.voorwaarde.value for t in unmet)
        return NietOverdragen(voorwaarden, _toestemming(vraag), van_overdracht(zaak, beleid, today))
    kenmerken = van_overdracht(zaak, beleid, today)
    return Overdragen(signaalbedrag(zaak, beleid), "toestemming", _toestemming(vraag), warm=True, kenmerken=kenmerken)


def drop_tasks_during_opschorting(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """Nobody calls, visits or judges while collection rests: open taken leave the worklist."""
    if not opschorting.lopend(zaak, beleid, today):
        return None
    return laat_vervallen(zaak, "opgeschort", behalve=frozenset({Taaksoort.UITVAL_UITZOEKEN}))


def rest_during_opschorting(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """Nobody is chased while an opschorting runs (IW art. 25 lid 1; Leidraad 25.1.1, 26.1)."""
    lopend = opschorting.lopend(zaak, beleid, today)
    if not lopend:
        return None
    einden = [o.tot for o in lopend]
    return Wait(max(e for e in einden if e)) if all(einden) else Wait()


def rest_after_opschorting(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """Ten more days after an uitstel, kwijtschelding or regeling ended or was refused (Leidraad 25.1.8)."""
    tot = opschorting.wachttijd_tot(zaak, beleid, today)
    return Wait(tot) if tot and today < tot else None


def ask_a_person_about_a_minor(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """A minor is not addressed himself: the legal representative is (Leidraad 11.1), so a person looks at it.

    Not before the first letter is due: most aanslagen are paid without one.
    """
    leeftijd = zaak.inwoner.leeftijd(today)
    if leeftijd is None or leeftijd >= 18 or today < _eerste_stap(zaak, beleid):
        return None
    return taak_een_keer(zaak, Taaksoort.UITVAL_UITZOEKEN) or Wait()


def wait_while_a_person_sorts_it_out(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """A person is finding out how this resident can be reached: nothing leaves meanwhile."""
    return Wait() if any(t.open for t in zaak.taken_van(Taaksoort.UITVAL_UITZOEKEN)) else None


def send_herinnering(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """Not paid a few days after the vervaldag: the free herinnering (Leidraad 11.5)."""
    if (
        _dwangbevel_loopt(zaak)
        or not beleid.incasso.herinnering_kosteloos
        or zaak.brief(Berichtsoort.HERINNERING, Berichtsoort.AANMANING)
    ):
        return None
    return due(_eerste_stap(zaak, beleid), today, lambda: _brief(zaak, Berichtsoort.HERINNERING))


def call_before_aanmaning(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """Where the gemeente chose so, a person calls before the aanmaning."""
    if not beleid.incasso.bellen_voor_aanmaning or zaak.brief(Berichtsoort.AANMANING):
        return None
    if _stop_calling(zaak, beleid):
        return None
    return volgende_poging(zaak, _belreeks(beleid), _na_herinnering(zaak, beleid), today)


def keep_the_promise(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """Reached, and the resident promised to pay or to arrange it: give the time that was agreed."""
    belofte = afspraak(zaak)
    if belofte is None or belofte.gegevens.get("vervolg") not in ("betaalbelofte", "regelt zelf", "al betaald"):
        return None
    tot = belofte.dag + timedelta(days=beleid.incasso.betaalbelofte_d)
    if datum := belofte.gegevens.get("datum"):
        tot = date.fromisoformat(datum) + timedelta(days=1)
    return Wait(tot) if today < tot else None


def ignore_a_trifle(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """Below the minimum no step is worth its letter (Leidraad 11.3); the amount stays open."""
    return Wait() if zaak.openstaand < beleid.incasso.minimum_bedrag_aanmaning_cent else None


def send_aanmaning(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """Not paid within the term of the herinnering: the aanmaning (Invorderingswet art. 11)."""
    if _dwangbevel_loopt(zaak) or zaak.brief(Berichtsoort.AANMANING):
        return None
    return due(_na_herinnering(zaak, beleid), today, lambda: _brief(zaak, Berichtsoort.AANMANING))


def wait_for_the_aanmaning(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """Two weeks to pay after the dagtekening of the aanmaning (IW art. 11), plus time for post and booking."""
    tot = _na_aanmaning(zaak, beleid)
    return Wait(tot) if tot and today < tot else None


def look_for_a_phone_number(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """No telefoonnummer and the gemeente wants one: a person looks for it before anything else."""
    if beleid.incasso.zonder_telefoonnummer != "zoeken" or not _try_contact(zaak, beleid) or zaak.inwoner.telefoon:
        return None
    return taak_een_keer(zaak, Taaksoort.CONTACTGEGEVENS_ZOEKEN)


def call(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """A person calls, on several dagdelen, before any data leave the department (Tijdelijke regeling art. 1.2 a)."""
    if not _try_contact(zaak, beleid) or _stop_calling(zaak, beleid):
        return None
    return volgende_poging(zaak, _belreeks(beleid), today, today)


def write_when_nobody_can_call(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """Only an address: a letter that asks for contact counts as the attempt, with a deviation in the file."""
    if beleid.incasso.zonder_telefoonnummer == "geen" or not _try_contact(zaak, beleid) or zaak.inwoner.telefoon:
        return None
    brief = zaak.brief(Berichtsoort.CONTACTVERZOEK)
    if brief is None:
        return _brief(zaak, Berichtsoort.CONTACTVERZOEK)
    tot = brief.dag + timedelta(days=beleid.incasso.contactbrief_reactie_d)
    return Wait(tot) if today < tot else None


def visit(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """Where the gemeente chose so: one visit when calling and writing reached nobody."""
    if not beleid.incasso.huisbezoek or not _try_contact(zaak, beleid):
        return None
    return volgende_poging(zaak, Pogingen(Taaksoort.HUISBEZOEK, 1, 1), today, today)


def tell_why_nobody_called(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """Nobody could call, so the log says why, once: no telefoonnummer, or an amount below incasso.bel_min_bedrag."""
    gezegd = _handover_decided(zaak) or Soort.CONTACT_OVERGESLAGEN in zaak.log
    if gezegd or pogingen(zaak, Taaksoort.BELLEN, Taaksoort.HUISBEZOEK) or not _stop_calling(zaak, beleid):
        return None
    reden = Overslaanreden.BEDRAG if zaak.inwoner.telefoon else Overslaanreden.GEEN_TELEFOONNUMMER
    return ContactOverslaan(Taaksoort.BELLEN, reden)


def hand_over(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """Every effort made, nobody reached: the signaal goes when the gate is open, within the maximum of the day."""
    if _handover_decided(zaak) or unmet_voorwaarden(zaak, beleid, today):
        return None
    if not zaak.signaal_ruimte:
        return Wait(today + timedelta(days=1)) if Soort.SIGNAAL_WACHT in zaak.log else LaatSignaalWachten()
    bewijs = {t.voorwaarde.value: t.bewijs for t in toets(zaak, beleid, today)}
    grondslag = beleid.geldige_grondslag(today)
    basis = grondslag.soort if grondslag else ""
    kenmerken = van_overdracht(zaak, beleid, today)
    return Overdragen(signaalbedrag(zaak, beleid), basis, bewijs, _afwijkingen(zaak), kenmerken=kenmerken)


def refuse_to_hand_over(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """The gate is shut: write down which voorwaarden are not met."""
    if _handover_decided(zaak):
        return None
    alle = toets(zaak, beleid, today)
    unmet = tuple(t.voorwaarde.value for t in alle if not t.voldaan)
    bewijs = {t.voorwaarde.value: t.bewijs for t in alle}
    return NietOverdragen(unmet, bewijs, van_overdracht(zaak, beleid, today))


def wait_for_help(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """The signaal is at team Vroegsignalering: give help a chance before the next step (evaluation §3, goal 3)."""
    overgedragen = zaak.log.laatste(Soort.OVERGEDRAGEN)
    if overgedragen is None or zaak.log.laatste(Soort.TERUGKOPPELING, afgesloten=True):
        return None
    tot = overgedragen.dag + timedelta(days=beleid.signaal.wacht_op_hulp_d)
    return Wait(tot) if today < tot else None


def let_a_person_judge_the_dwangbevel(zaak: Incassozaak, beleid: Beleid, today: date) -> Action | None:
    """Never automatic: the invorderingsambtenaar decides with the whole file of effort (AVG art. 22).

    The taak says why service by post is not allowed, where it is not (IW art. 13 lid 4).
    """
    if _dwangbevel_loopt(zaak):
        return None
    taak = taak_een_keer(zaak, Taaksoort.DWANGBEVEL_BEOORDELEN)
    if not isinstance(taak, MaakTaak) or not (bezwaren := bezwaren_tegen_post(zaak)):
        return taak
    return MaakTaak(taak.soort, taak.poging, {"betekening_per_post": False, "bezwaren": list(bezwaren)})


def _brief(zaak: Incassozaak, soort: Berichtsoort) -> SendBericht:
    """Collection writes on paper: IW art. 7c does not hold for municipal taxes (Gemeentewet art. 249)."""
    return SendBericht(soort, Kanaal.BRIEF, zaak.poging(soort))


def _dwangbevel_loopt(zaak: Incassozaak) -> bool:
    """A dwangbevel was issued or served: no herinnering or aanmaning can follow it (IW art. 11-12)."""
    uitgevaardigd = zaak.log.positie(Soort.DWANGBEVEL_UITGEVAARDIGD, Soort.DWANGBEVEL_BETEKEND)
    return uitgevaardigd > zaak.log.positie(Soort.DWANGBEVEL_INGETROKKEN)


def _eerste_stap(zaak: Incassozaak, beleid: Beleid) -> date:
    return zaak.vervaldag + timedelta(days=beleid.incasso.herinnering_na_vervaldag_d)


def _na_herinnering(zaak: Incassozaak, beleid: Beleid) -> date:
    herinnering = zaak.brief(Berichtsoort.HERINNERING)
    if herinnering is None:
        return _eerste_stap(zaak, beleid)
    return herinnering.dag + timedelta(days=beleid.incasso.reactietermijn_herinnering_d)


def _na_aanmaning(zaak: Incassozaak, beleid: Beleid) -> date | None:
    aanmaning = zaak.brief(Berichtsoort.AANMANING)
    if aanmaning is None:
        return None
    return aanmaning.dag + timedelta(days=beleid.incasso.aanmaning_termijn_d + beleid.incasso.aanmaning_marge_d)


def _belreeks(beleid: Beleid) -> Pogingen:
    return Pogingen(Taaksoort.BELLEN, beleid.incasso.belpogingen_max, beleid.incasso.belpoging_tussen_d)


def _try_contact(zaak: Incassozaak, beleid: Beleid) -> bool:
    return (
        not _handover_decided(zaak) and zaak.bereikt is None and zaak.openstaand >= beleid.incasso.bel_min_bedrag_cent
    )


def _stop_calling(zaak: Incassozaak, beleid: Beleid) -> bool:
    te_klein = zaak.openstaand < beleid.incasso.bel_min_bedrag_cent
    return not zaak.inwoner.telefoon or zaak.bereikt is not None or te_klein


def _handover_decided(zaak: Incassozaak) -> bool:
    return Soort.OVERGEDRAGEN in zaak.log or Soort.NIET_OVERGEDRAGEN in zaak.log


def _toestemming(vraag: Logregel) -> dict[str, Any]:
    """Return the proof of consent: on which day, and who gave it how when that was told (AVG art. 7 lid 1)."""
    gezegd = {naam: vraag.gegevens[naam] for naam in ("toestemming", "toestemming_door") if naam in vraag.gegevens}
    return {"toestemming_op": vraag.gegevens.get("toestemming_op", vraag.dag.isoformat()), **gezegd}


def _afwijkingen(zaak: Incassozaak) -> tuple[str, ...]:
    """Return where the effort deviates from the agreed way of working, with the reason."""
    geen_gesprek = not pogingen(zaak, Taaksoort.BELLEN, Taaksoort.HUISBEZOEK)
    return ("persoonlijk-contact: contactbrief, geen telefoonnummer",) if geen_gesprek else ()


RULES: tuple[Rule, ...] = (
    stay_closed,
    close_when_paid,
    tell_opschorting,
    ask_a_person_when_post_cannot_arrive,
    stop_searching_after_a_move,
    hand_over_when_asked,
    drop_tasks_during_opschorting,
    rest_during_opschorting,
    rest_after_opschorting,
    ask_a_person_about_a_minor,
    wait_while_a_person_sorts_it_out,
    send_herinnering,
    call_before_aanmaning,
    keep_the_promise,
    ignore_a_trifle,
    send_aanmaning,
    wait_for_the_aanmaning,
    look_for_a_phone_number,
    call,
    write_when_nobody_can_call,
    visit,
    tell_why_nobody_called,
    hand_over,
    refuse_to_hand_over,
    wait_for_help,
    let_a_person_judge_the_dwangbevel,
)
