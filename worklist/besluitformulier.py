"""What did somebody fill in about a decision? The day, an end, a reason and a new address; nothing is trusted."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from rules.beslissingen import Beslissing, Tot, gegevens_van
from rules.levering import Adres
from tasks.lezen.velden import OngeldigVeld, lees_huisnummer, lees_postcode
from worklist.formulier import Formulier, FoutFormulier

MAX_VOORUIT = timedelta(days=5 * 366)
VELDEN = ("dag", "tot", "reden", "straat", "huisnummer", "toevoeging", "postcode", "woonplaats")
"""What goes along from the page that shows the consequences to the one that does it."""


@dataclass(frozen=True)
class Ingevuld:
    """What was decided: since which day, with which facts for the log, and the new address when there is one."""

    dag: date
    gegevens: dict[str, Any]
    adres: Adres | None = field(default=None, repr=False)


def heeft_velden(beslissing: Beslissing) -> bool:
    """True when something must be filled in before the consequences can be shown."""
    return beslissing.adres or beslissing.tot != Tot.NIET or bool(beslissing.redenen)


def lees(velden: Formulier, beslissing: Beslissing, vandaag: date, geopend: date) -> Ingevuld:
    """Return what was filled in. Raises FoutFormulier with everything that is wrong."""
    fouten: dict[str, str] = {}
    gevonden: dict[str, Any] = {}

    def veld(naam: str, hoe: Callable[[], Any]) -> None:
        try:
            gevonden[naam] = hoe()
        except FoutFormulier as fout:
            fouten.update(fout.velden)

    veld("dag", lambda: _dag(velden, vandaag, geopend))
    if beslissing.tot != Tot.NIET:
        veld("tot", lambda: _tot(velden, beslissing, vandaag))
    if beslissing.redenen:
        veld("reden", lambda: velden.keuze("reden", beslissing.redenen, "Kies een reden."))
    if beslissing.adres:
        veld("adres", lambda: _adres(velden))
    if fouten:
        raise FoutFormulier(**fouten)
    gegevens = gegevens_van(beslissing, gevonden.get("tot", ""), gevonden.get("reden", ""))
    return Ingevuld(gevonden["dag"], gegevens, gevonden.get("adres"))


def _dag(velden: Formulier, vandaag: date, geopend: date) -> date:
    if not velden.tekst("dag"):
        return vandaag
    dag = velden.dag("dag")
    if not geopend <= dag <= vandaag:
        raise FoutFormulier(dag="Kies een dag tussen het begin van deze zaak en vandaag.")
    return dag


def _tot(velden: Formulier, beslissing: Beslissing, vandaag: date) -> str:
    if not velden.tekst("tot") and beslissing.tot == Tot.MAG:
        return ""
    tot = velden.dag("tot", "Vul in tot welke dag.")
    if not vandaag < tot <= vandaag + MAX_VOORUIT:
        raise FoutFormulier(tot="Kies een dag na vandaag, hoogstens vijf jaar vooruit.")
    return tot.isoformat()


def _adres(velden: Formulier) -> Adres:
    fouten: dict[str, str] = {}
    delen: dict[str, str] = {}

    def veld(naam: str, hoogstens: int, melding: str) -> None:
        try:
            delen[naam] = velden.tekst(naam, max_teken=hoogstens, verplicht=melding)
        except FoutFormulier as fout:
            fouten.update(fout.velden)

    veld("straat", 100, "Vul de straat in.")
    veld("huisnummer", 10, "Vul het huisnummer in.")
    veld("toevoeging", 20, "")
    veld("postcode", 10, "Vul de postcode in.")
    veld("woonplaats", 100, "Vul de woonplaats in.")
    if not fouten:
        delen["huisnummer"] = _lees(delen["huisnummer"], lees_huisnummer, "huisnummer", fouten)
        delen["postcode"] = _lees(delen["postcode"], lees_postcode, "postcode", fouten)
    if fouten:
        raise FoutFormulier(**fouten)
    return Adres(**delen)


def _lees(tekst: str, hoe: Callable[[str], str], naam: str, fouten: dict[str, str]) -> str:
    try:
        return hoe(tekst)
    except OngeldigVeld as fout:
        fouten[naam] = f"{str(fout)[:1].upper()}{str(fout)[1:]}."
        return ""
