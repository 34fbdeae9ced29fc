"""Which step comes next in one vroegsignaalzaak? (domain.md §8.2; end results are DDAS EnumEindresultaat)"""

from collections.abc import Callable
from datetime import date, timedelta

from rules import opschorting
from rules.beleid import Beleid
from rules.besluit import (
    Action,
    ContactOverslaan,
    Decision,
    MaakTaak,
    Opschorten,
    Rest,
    SendBericht,
    Sluiten,
    StartMelding,
    Wait,
    due,
)
from rules.contact import Pogingen, afspraak, laat_vervallen, laat_zoeken_vervallen, overgeslagen, volgende_poging
from rules.kanaalkeuze import kanaal_voor
from rules.log import Soort
from rules.matching import aantallen, maanden_terug, meervoudig, onterecht, opeenvolgend
from rules.resultaat import Eindresultaat
from rules.woorden import Berichtsoort, Kanaal, Overslaanreden, Reden, Taaksoort
from rules.zaak import Vroegsignaalzaak

Rule = Callable[[Vroegsignaalzaak, Beleid, date], Action | None]


def decide(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Decision:
    """Return the next step and the rule that chose it; the first rule with an answer wins."""
    for rule in RULES:
        if (action := rule(zaak, beleid, today)) is not None:
            return Decision(_not_later_than_the_sms(action, zaak, beleid, today), rule.__name__)
    return Decision(Wait(), "no_rule_applies")


def explain(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> tuple[tuple[Rule, Action | None], ...]:
    """Return every rule with its answer, in order: the first answer is the decision."""
    return tuple((rule, rule(zaak, beleid, today)) for rule in RULES)


def stay_closed(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """A closed zaak asks nothing of anyone any more."""
    if not zaak.gesloten:
        return None
    return laat_vervallen(zaak, "zaak gesloten") or Rest()


def close_when_deceased(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """The resident died: nobody is approached."""
    return Sluiten(Eindresultaat.OVERLEDEN) if zaak.inwoner.overleden else None


def close_when_not_a_resident(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """Only an ingezetene can be helped here (Wgs art. 1); a company is an onterecht signaal."""
    return None if zaak.inwoner.inwoner_van_gemeente else Sluiten(Eindresultaat.GEEN_INWONER)


def close_when_known(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """Already known at schuldhulpverlening: the worker who knows the resident is told instead."""
    return Sluiten(Eindresultaat.BEKEND) if zaak.inwoner.bekend_bij_schuldhulp else None


def respect_the_opt_out(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """Help is voluntary: who wants no contact is left alone, for vs.opt_out_mnd months or until he asks for help."""
    gevraagd = zaak.inwoner.geen_contact_op
    if gevraagd is None or gevraagd <= maanden_terug(today, beleid.vs.opt_out_mnd):
        return None
    if any(s.hulp_gevraagd and s.ontvangen > gevraagd for s in zaak.signalen):
        return None
    return Sluiten(Eindresultaat.REGELT_ZELF if zaak.melding else Eindresultaat.ANDERE_REDEN)


def skip_a_repeated_signaal(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """Same partner, same arrear, not higher than before: need not be taken up (DDAS)."""
    nieuw = zaak.melding is None and all(s.herhaald for s in zaak.signalen)
    return Sluiten(Eindresultaat.HERHAALD) if nieuw else None


def refuse_an_onterecht_signaal(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """Below the threshold, outside the window of the sector or about a company (DDAS)."""
    if zaak.melding is not None or not (zaak.inwoner.rechtspersoon or all(onterecht(s, beleid) for s in zaak.signalen)):
        return None
    return Sluiten(Eindresultaat.ONTERECHT)


def close_when_the_arrear_is_paid(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """Every signaal is paid and the resident did not ask for help: no more letters."""
    betaald = all(s.voldaan for s in zaak.signalen)
    if not betaald or _hulp_gevraagd(zaak) or not (beleid.vs.auto_sluit_bij_betaling or zaak.bereikt):
        return None
    return Sluiten(Eindresultaat.ZELF_BETAALD)


def start_melding(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """Crisis and warm handover start at once, a match on the day it arrives; else wait for a match on the address."""
    if zaak.melding is not None:
        return None
    eerste = zaak.signalen[0]
    meteen = meervoudig(zaak.signalen, beleid) or any(s.crisis or s.warm for s in zaak.signalen)
    dag = today if meteen else eerste.ontvangen + timedelta(days=beleid.vs.wacht_op_match_d)
    return due(dag, today, lambda: _melding(zaak, beleid, today))


def raise_to_meervoudig(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """A second signaal in the same month raises the route, never lowers it."""
    if zaak.melding is None or zaak.melding.gegevens["meervoudig"] or not meervoudig(zaak.signalen, beleid):
        return None
    return _melding(zaak, beleid, today)


def tell_opschorting(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """Write down that collection rests because help was accepted, and when that ends."""
    o = opschorting.nieuw(zaak, beleid, today, alleen=Reden.HULP)
    return Opschorten(o.reden, o.tot, o.grondslag) if o else None


def ask_a_person_when_post_cannot_arrive(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """Post returned or a letter that cannot be made: a person finds out how the resident can be reached."""
    aanleiding = max(
        zaak.log.positie(Soort.POST_RETOUR),
        zaak.log.positie(Soort.BERICHT_MISLUKT, kanaal=Kanaal.BRIEF),
        zaak.log.positie(Soort.BERICHT_MISLUKT, oorzaak="inhoud"),
    )
    if aanleiding < 0 or zaak.log.positie(Soort.VERHUISD_BINNEN) > aanleiding:
        return None
    gemaakt = zaak.log.positie(Soort.TAAK, soort=Taaksoort.UITVAL_UITZOEKEN.value)
    taken = zaak.taken_van(Taaksoort.UITVAL_UITZOEKEN)
    if taken and taken[-1].open:
        return Wait()
    if gemaakt < aanleiding:
        return MaakTaak(Taaksoort.UITVAL_UITZOEKEN, zaak.volgende_taak(Taaksoort.UITVAL_UITZOEKEN))
    afgerond = taken[-1].afgerond
    if afgerond is None:
        return None
    return Sluiten(Eindresultaat.GEEN_CONTACT) if afgerond.zegt(uitkomst="niet gevonden") else None


def stop_searching_after_a_move(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """The BRP knows a new address: the search for it leaves the worklist."""
    return laat_zoeken_vervallen(zaak)


def act_on_a_crisis(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """Eviction or disconnection is near: a person makes contact now (Wgs art. 4 lid 2: 3 working days)."""
    gemeld = zaak.log.positie(Soort.SIGNAAL_ONTVANGEN, crisis=True)
    gesproken = zaak.log.positie(Soort.TAAK_AFGEROND, bereikt=True)
    if not any(s.crisis for s in zaak.signalen) or gesproken > gemeld:
        return None
    reeks = Pogingen(Taaksoort.CRISIS, beleid.vs.belpogingen_max, beleid.vs.belpoging_tussen_d)
    return volgende_poging(zaak, reeks, today, today)


def plan_the_first_conversation(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """Help accepted: the first conversation within four weeks, three working days in a crisis (Wgs art. 4)."""
    if not _hulp_gevraagd(zaak):
        return None
    taken = zaak.taken_van(Taaksoort.GESPREK_PLANNEN)
    gemist = [t for t in taken if t.afgerond and t.afgerond.zegt(uitkomst="niet verschenen")]
    if len(gemist) > 1:
        return Sluiten(Eindresultaat.GEEN_REACTIE)
    if taken and taken[-1].afgerond and taken[-1].afgerond.zegt(uitkomst="gesprek gevoerd"):
        return Sluiten(GESPREK[str(taken[-1].afgerond.gegevens.get("vervolg"))])
    if not taken or taken[-1] in gemist or taken[-1].vervallen:
        return MaakTaak(Taaksoort.GESPREK_PLANNEN, zaak.volgende_taak(Taaksoort.GESPREK_PLANNEN))
    return Wait()


def follow_what_was_agreed(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """Reached: the resident said what he wants, and that is what happens."""
    gesprek = afspraak(zaak)
    if gesprek is None:
        return None
    vervolg = gesprek.gegevens.get("vervolg")
    if vervolg == "betaalbelofte":
        tot = date.fromisoformat(gesprek.gegevens["datum"])
        return due(tot + timedelta(days=1), today, lambda: Sluiten(Eindresultaat.ZELF_BETAALD))
    if vervolg in ANTWOORD:
        return Sluiten(ANTWOORD[str(vervolg)])
    tot = gesprek.dag + timedelta(days=beleid.vs.sluit_na_laatste_poging_d)
    return due(tot, today, lambda: Sluiten(Eindresultaat.GEEN_REACTIE))


def send_sms_after_the_first_letter(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """A service message that a letter is on its way: no link, no amount, not the word schuld."""
    dag = _sms_dag(zaak, beleid)
    if dag is None or today < dag:
        return None
    return SendBericht(Berichtsoort.BRIEF_ONDERWEG, Kanaal.SMS, zaak.poging(Berichtsoort.BRIEF_ONDERWEG))


def visit(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """Several signalen: first a letter that announces the visit, then at most so many visits."""
    if _route(zaak, beleid) != "bezoek" or beleid.vs.max_bezoeken == 0:
        return None
    aankondiging = zaak.brief(Berichtsoort.AANKONDIGING_HUISBEZOEK)
    if aankondiging is None and beleid.vs.huisbezoek_aankondigen:
        return SendBericht(
            Berichtsoort.AANKONDIGING_HUISBEZOEK, Kanaal.BRIEF, zaak.poging(Berichtsoort.AANKONDIGING_HUISBEZOEK)
        )
    vanaf = aankondiging.dag + timedelta(days=beleid.vs.bezoek_na_aankondiging_d) if aankondiging else today
    reeks = Pogingen(Taaksoort.HUISBEZOEK, beleid.vs.max_bezoeken, beleid.vs.tussen_bezoeken_d)
    return volgende_poging(zaak, reeks, vanaf, today)


def call(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """A warm handover or a melding that follows an earlier one: a person calls, when there is a number."""
    if _route(zaak, beleid) != "bellen" or not zaak.inwoner.telefoon:
        return None
    reeks = Pogingen(Taaksoort.BELLEN, beleid.vs.belpogingen_max, beleid.vs.belpoging_tussen_d)
    return volgende_poging(zaak, reeks, today, today)


def tell_why_nobody_called(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """Somebody should call and there is no telefoonnummer: the log says so, once."""
    if _route(zaak, beleid) != "bellen" or zaak.inwoner.telefoon or Soort.CONTACT_OVERGESLAGEN in zaak.log:
        return None
    return ContactOverslaan(Taaksoort.BELLEN, Overslaanreden.GEEN_TELEFOONNUMMER)


def offer_help(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """One signaal: a letter or e-mail with the offer of help; the duty to offer is met (Wgs art. 3 lid 1 b)."""
    if _bezocht(zaak) or zaak.brief(Berichtsoort.HULPAANBOD):
        return None
    return _aanbod(zaak, Berichtsoort.HULPAANBOD)


def repeat_the_offer(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """No reaction: the offer once more, in other words."""
    aanbod = zaak.brief(Berichtsoort.HULPAANBOD, Berichtsoort.HULPAANBOD_HERHALING)
    if _bezocht(zaak) or aanbod is None or zaak.aantal(Berichtsoort.HULPAANBOD_HERHALING) >= beleid.vs.herhaling_brief:
        return None
    dag = aanbod.dag + timedelta(days=beleid.vs.reactietermijn_brief_d)
    return due(dag, today, lambda: _aanbod(zaak, Berichtsoort.HULPAANBOD_HERHALING))


def close_without_contact(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action | None:
    """Everything tried and nobody reached: close some days after the last attempt."""
    pogingen = [r.dag for r in zaak.log.alle(Soort.BERICHT) if r.gegevens["kanaal"] != Kanaal.SMS]
    pogingen += [r.dag for r in zaak.log.alle(Soort.TAAK_AFGEROND)]
    dag = max(pogingen, default=today) + timedelta(days=beleid.vs.sluit_na_laatste_poging_d)
    return due(dag, today, lambda: Sluiten(Eindresultaat.GEEN_CONTACT))


GESPREK: dict[str, Eindresultaat] = {
    "quick fix": Eindresultaat.QUICK_FIX,
    "vervolghulp financieel": Eindresultaat.VERVOLGHULP_FINANCIEEL,
    "vervolghulp niet financieel": Eindresultaat.VERVOLGHULP_NIET_FINANCIEEL,
}

ANTWOORD: dict[str, Eindresultaat] = {
    "wil geen hulp": Eindresultaat.REGELT_ZELF,
    "regelt zelf": Eindresultaat.REGELT_ZELF,
    "al betaald": Eindresultaat.ZELF_BETAALD,
}


def _melding(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> StartMelding:
    """What was opeenvolgend when the melding started stays so when it is raised."""
    volgt = bool(zaak.melding.gegevens["opeenvolgend"]) if zaak.melding else opeenvolgend(zaak.vorige_melding, today)
    return StartMelding(meervoudig(zaak.signalen, beleid), volgt, *aantallen(zaak.signalen))


def _hulp_gevraagd(zaak: Vroegsignaalzaak) -> bool:
    gesprek = afspraak(zaak)
    return any(s.hulp_gevraagd for s in zaak.signalen) or (gesprek is not None and gesprek.zegt(vervolg="wil hulp"))


def _route(zaak: Vroegsignaalzaak, beleid: Beleid) -> str:
    """Return brief, bellen or bezoek: the weightiest that applies."""
    redenen = [beleid.vs.route_enkelvoudig]
    if meervoudig(zaak.signalen, beleid):
        redenen.append(beleid.vs.route_meervoudig)
    if zaak.melding and zaak.melding.gegevens["opeenvolgend"]:
        redenen.append(beleid.vs.escaleer_bij_opeenvolgend)
    if any(s.warm for s in zaak.signalen):
        redenen.append("bellen" if zaak.inwoner.telefoon else "bezoek")
    if any(s.crisis for s in zaak.signalen):
        redenen.append("bezoek")
    return max(redenen, key=lambda route: ZWAARTE.get(route, 0))


SMS_ALS_SERVICE = "toestemming of service"
"""The sms is a service message without consent: a gemeente that asks for consent, or wants none, sends none."""

ZWAARTE = {"bellen": 1, "bezoek": 2}


def _bezocht(zaak: Vroegsignaalzaak) -> bool:
    """A visit was made or will be; after one that is not made the offer goes by letter."""
    taken = zaak.taken_van(Taaksoort.HUISBEZOEK)
    return any(not t.vervallen for t in taken) or (bool(taken) and not overgeslagen(zaak, Taaksoort.HUISBEZOEK))


def _aanbod(zaak: Vroegsignaalzaak, soort: Berichtsoort) -> SendBericht:
    return SendBericht(soort, kanaal_voor(soort, zaak.inwoner), zaak.poging(soort))


def _sms_dag(zaak: Vroegsignaalzaak, beleid: Beleid) -> date | None:
    """Return when the sms about the first letter is due, or None when none is (any more)."""
    brief = zaak.eerste_brief
    if brief is None or beleid.vs.sms_toegestaan != SMS_ALS_SERVICE:
        return None
    if not zaak.inwoner.mobiel or zaak.poging(Berichtsoort.BRIEF_ONDERWEG) > 1:
        return None
    return brief.dag + timedelta(days=beleid.vs.sms_na_brief_d)


def _not_later_than_the_sms(action: Action, zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> Action:
    """A wait for something else may not make the sms late; an sms that something holds back waits with it."""
    dag = _sms_dag(zaak, beleid)
    if dag is None or dag <= today or not isinstance(action, Wait) or zaak.bereikt:
        return action
    return Wait(min(dag, action.until) if action.until else dag)


RULES: tuple[Rule, ...] = (
    stay_closed,
    close_when_deceased,
    close_when_not_a_resident,
    close_when_known,
    respect_the_opt_out,
    skip_a_repeated_signaal,
    refuse_an_onterecht_signaal,
    close_when_the_arrear_is_paid,
    start_melding,
    raise_to_meervoudig,
    tell_opschorting,
    act_on_a_crisis,
    plan_the_first_conversation,
    follow_what_was_agreed,
    stop_searching_after_a_move,
    ask_a_person_when_post_cannot_arrive,
    send_sms_after_the_first_letter,
    visit,
    call,
    tell_why_nobody_called,
    offer_help,
    repeat_the_offer,
    close_without_contact,
)
