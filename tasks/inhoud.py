"""What does a bericht say in figures? Amounts, dates and names of organisations, frozen when the step is decided."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from models.lader import Geladen
from rules.beleid import Beleid
from rules.besluit import SendBericht, logregel
from rules.kenmerken import bewoner_van, doelgroep_van
from rules.tarief import Tarief, kosten_aanmaning
from rules.voortgang import Genomen, Voortgang
from rules.woorden import Berichtsoort, Kanaal
from rules.zaak import Incassozaak, Vroegsignaalzaak, Zaak
from tasks.briefgegevens import omschrijving
from tasks.sjablonen import sjabloon_versie


def verrijk(
    zaak: Geladen, voortgang: Voortgang, beleid: Beleid, tarieven: tuple[Tarief, ...], today: date
) -> Voortgang:
    """Return the same steps with what the log must know of each bericht: for whom it was worded, version, amounts."""
    beleid = beleid.voor(zaak.feiten)
    stappen = tuple(_verrijk_stap(zaak.feiten, g, beleid, tarieven, today) for g in voortgang.stappen)
    return replace(voortgang, stappen=stappen)


def _verrijk_stap(zaak: Zaak, genomen: Genomen, beleid: Beleid, tarieven: tuple[Tarief, ...], today: date) -> Genomen:
    stap = genomen.stap
    if not isinstance(stap, SendBericht):
        return genomen
    groep = doelgroep_van(bewoner_van(zaak), beleid, today)
    variant = beleid.variant(stap.soort) if stap.kanaal is Kanaal.BRIEF else ""
    feiten: dict[str, Any] = {
        "doelgroep": groep.value,
        "sjabloon_versie": sjabloon_versie(stap.soort, stap.kanaal, groep, variant),
    }
    if variant:
        feiten["variant"] = variant
    if isinstance(zaak, Incassozaak):
        feiten["openstaand"] = zaak.openstaand
    if stap.soort == Berichtsoort.AANMANING and isinstance(zaak, Incassozaak):
        kosten = kosten_aanmaning(tarieven, zaak.openstaand, today)
        feiten |= {"kosten": kosten.bedrag, "tarief": kosten.tarief}
    nieuw = replace(stap, feiten={**stap.feiten, **feiten})
    return replace(genomen, stap=nieuw, logregel=logregel(nieuw, genomen.logregel.dag))


def inhoud(zaak: Geladen, stap: SendBericht, beleid: Beleid, today: date) -> dict[str, Any]:
    """Return what the bericht will say, without who it is for: that is looked up when it leaves."""
    beleid = beleid.voor(zaak.feiten)
    gegevens: dict[str, Any] = {naam: stap.feiten[naam] for naam in ("doelgroep", "variant") if naam in stap.feiten}
    if isinstance(zaak.feiten, Incassozaak):
        gegevens |= _incasso(zaak.feiten, stap, beleid, today)
    if isinstance(zaak.feiten, Vroegsignaalzaak):
        gegevens |= _vroegsignalering(zaak.feiten, stap, beleid, today)
    return gegevens


def _incasso(zaak: Incassozaak, stap: SendBericht, beleid: Beleid, today: date) -> dict[str, Any]:
    eerder = zaak.brief(Berichtsoort.HERINNERING, Berichtsoort.AANMANING)
    return {
        "regels": [
            {
                "omschrijving": omschrijving(v.belastingsoort, v.belastingjaar),
                "aanslagnummer": v.aanslagnummer,
                "vervaldag": v.vervaldag.isoformat(),
                "openstaand": v.openstaand,
            }
            for v in zaak.vorderingen
            if v.openstaand > 0
        ],
        "kosten": stap.feiten.get("kosten", 0),
        "uiterste_dag": (today + timedelta(days=_termijn(stap.soort, beleid))).isoformat(),
        "eerdere_brief": eerder.dag.isoformat() if eerder else None,
        "delen_zonder_bezwaar": beleid.geldige_grondslag(today) is not None,
    }


def _termijn(soort: Berichtsoort, beleid: Beleid) -> int:
    """Return within how many calendar days the resident is asked to act."""
    return {
        Berichtsoort.HERINNERING: beleid.incasso.reactietermijn_herinnering_d,
        Berichtsoort.AANMANING: beleid.incasso.aanmaning_termijn_d,
    }.get(soort, beleid.incasso.contactbrief_reactie_d)


def _vroegsignalering(zaak: Vroegsignaalzaak, stap: SendBericht, beleid: Beleid, today: date) -> dict[str, Any]:
    eerder = zaak.eerste_brief or zaak.brief(Berichtsoort.HULPAANBOD)
    termijn = beleid.vs.bezoek_na_aankondiging_d
    bezoek = beleid.kalender.eerste_werkdag_vanaf(today + timedelta(days=termijn))
    return {
        "melders": [[s.partner, s.sector.value] for s in zaak.signalen if s.van_inwoner],
        "uiterste_dag": (today + timedelta(days=beleid.vs.reactietermijn_brief_d)).isoformat(),
        "bezoekdag": bezoek.isoformat(),
        "eerdere_brief": eerder.dag.isoformat() if eerder else None,
        "bewaar_maanden": beleid.bewaar.zonder_contact_mnd,
    }
