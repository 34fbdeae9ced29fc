"""What did somebody fill in about a taak? The outcome, a note, new ways to reach the resident; nothing is trusted."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from models.uitkomsten import Bijlage
from rules.kanaalkeuze import PER_EMAIL
from rules.uitkomst import MEESTE_MINUTEN, TOESTEMMING_HOE, Keuze, Uitkomst, keuzes, lees_uitkomst, vraagt_toestemming
from rules.woorden import Berichtsoort, Dagdeel, Taaksoort, Zaaksoort
from tasks.klok import NEDERLAND
from tasks.lezen.velden import OngeldigVeld, lees_email, lees_telefoon
from worklist.formulier import Formulier, FoutFormulier

T = TypeVar("T")

MAX_NOTITIE = 2_000
MAX_BELOFTE = timedelta(days=365)
MIDDAG, AVOND = time(12), time(18)


@dataclass(frozen=True)
class Ingevoerd:
    """Everything that a form about a taak told."""

    uitkomst: Uitkomst
    erbij: Bijlage


def dagdeel_van(moment: datetime) -> Dagdeel:
    """Return the part of the day (DDAS) of an aware moment, in Dutch time."""
    tijd = moment.astimezone(NEDERLAND).time()
    if tijd < MIDDAG:
        return Dagdeel.OCHTEND
    return Dagdeel.MIDDAG if tijd < AVOND else Dagdeel.AVOND


class _Fouten:
    """Reads fields one by one and remembers what is wrong with each, so that all of it is told at once."""

    def __init__(self) -> None:
        self.velden: dict[str, str] = {}

    def lees(self, hoe: Callable[[], T], anders: T) -> T:
        """Return what `hoe` reads, or `anders` when it is wrong."""
        try:
            return hoe()
        except FoutFormulier as fout:
            self.velden |= fout.velden
            return anders

    def meld(self) -> None:
        """Raise FoutFormulier when something was wrong."""
        if self.velden:
            raise FoutFormulier(**self.velden)


def lees(velden: Formulier, soort: Taaksoort, afdeling: Zaaksoort, vandaag: date) -> Ingevoerd:
    """Return what was filled in about a taak. Raises FoutFormulier with everything that is wrong."""
    fouten = _Fouten()
    uitkomst = fouten.lees(lambda: lees_keuze(velden, soort, afdeling, vandaag), None)
    erbij = fouten.lees(lambda: lees_erbij(velden, afdeling), Bijlage())
    if uitkomst is not None and uitkomst.uitkomst == "telefoonnummer gevonden" and "telefoon" not in fouten.velden:
        nummers = [s for s, _ in erbij.contact if s != "email"]
        fouten.velden |= {} if nummers else {"telefoon": "Vul het nummer in dat u heeft gevonden."}
    fouten.meld()
    assert uitkomst is not None
    return Ingevoerd(uitkomst, erbij)


def lees_keuze(velden: Formulier, soort: Taaksoort, afdeling: Zaaksoort, vandaag: date) -> Uitkomst:
    """Return the outcome that was chosen. Raises FoutFormulier."""
    if soort == Taaksoort.DWANGBEVEL_BEOORDELEN:  # with its reason, and four eyes where asked: paginas/dwangbevel.py
        raise FoutFormulier(uitkomst="Over een dwangbevel beslist u op de pagina met het hele dossier.")
    mogelijk = {k.woorden: k for k in keuzes(soort, afdeling)}
    keuze = mogelijk[velden.keuze("uitkomst", mogelijk, "Kies een resultaat.")]
    fouten = _Fouten()
    dagdeel = fouten.lees(lambda: _dagdeel(velden), None) if keuze.dagdeel else None
    datum = fouten.lees(lambda: _belofte(velden, vandaag), None) if keuze.datum else None
    minuten = fouten.lees(lambda: lees_minuten(velden), None)
    fouten.meld()
    uitkomst = replace(lees_uitkomst(keuze.als_verhaal(dagdeel, datum)), minuten=minuten)
    if vraagt_toestemming(uitkomst, afdeling):
        return replace(uitkomst, extra={"toestemming": _toestemming(velden)})
    return uitkomst


def lees_minuten(velden: Formulier) -> int | None:
    """Return how many minutes somebody was at work, or None when he left it empty. Raises FoutFormulier."""
    if not velden.tekst("minuten"):
        return None
    melding = f"Vul hele minuten in, van 1 tot en met {MEESTE_MINUTEN}, of laat dit leeg."
    minuten = velden.getal("minuten", melding)
    if not 1 <= minuten <= MEESTE_MINUTEN:
        raise FoutFormulier(minuten=melding)
    return minuten


def _dagdeel(velden: Formulier) -> Dagdeel:
    return Dagdeel(velden.keuze("dagdeel", set(Dagdeel), "Kies het deel van de dag."))


def _belofte(velden: Formulier, vandaag: date) -> date:
    dag = velden.dag("datum", "Vul in voor welke dag de inwoner betaalt.")
    if not vandaag <= dag <= vandaag + MAX_BELOFTE:
        raise FoutFormulier(datum="Kies een dag vanaf vandaag, hoogstens een jaar vooruit.")
    return dag


def _toestemming(velden: Formulier) -> str:
    """Consent to hand over must be told in so many words, and how it was given (AVG art. 7 lid 1)."""
    fouten = _Fouten()
    if not velden.aan("toestemming"):
        fouten.velden["toestemming"] = "Zonder toestemming van de inwoner mag u zijn gegevens niet delen."
    hoe = fouten.lees(lambda: velden.keuze("toestemming_hoe", TOESTEMMING_HOE, "Kies hoe de inwoner dit zei."), "")
    fouten.meld()
    return hoe


def lees_erbij(velden: Formulier, afdeling: Zaaksoort) -> Bijlage:
    """Return the note and the new contactgegevens of a form. Raises FoutFormulier."""
    fouten = _Fouten()
    notitie = fouten.lees(lambda: velden.tekst("aantekening", max_teken=MAX_NOTITIE), "")
    nummer = fouten.lees(lambda: lees_nummer(velden, "telefoon"), None)
    mail = fouten.lees(lambda: lees_mail(velden, "email"), "")
    fouten.meld()
    contact = ((nummer,) if nummer else ()) + ((("email", mail),) if mail else ())
    voor = lees_mailsoorten(velden) if mail and afdeling == Zaaksoort.VROEGSIGNALERING else frozenset[Berichtsoort]()
    return Bijlage(notitie, contact, voor)


def lees_nummer(velden: Formulier, naam: str) -> tuple[str, str] | None:
    """Return (telefoon or mobiel, number) of a field, or None when it is empty. Raises FoutFormulier."""
    tekst = velden.tekst(naam, max_teken=40)
    if not tekst:
        return None
    try:
        gelezen = lees_telefoon(tekst)
    except OngeldigVeld:
        raise FoutFormulier(**{naam: "Dit is geen telefoonnummer. Vul het in zoals 06 12345678."}) from None
    return ("mobiel" if gelezen.mobiel else "telefoon"), gelezen.nummer


def lees_mail(velden: Formulier, naam: str) -> str:
    """Return the e-mail address of a field, empty when it is. Raises FoutFormulier."""
    tekst = velden.tekst(naam, max_teken=254)
    try:
        return lees_email(tekst) if tekst else ""
    except OngeldigVeld:
        raise FoutFormulier(**{naam: "Dit e-mailadres klopt niet. Kijk het na."}) from None


def lees_mailsoorten(velden: Formulier) -> frozenset[Berichtsoort]:
    """Return for which berichten the resident agreed to e-mail; a word that is none of them is passed over."""
    gekozen = velden.velden.get("mailen", "").split(",")
    return frozenset(soort for soort in PER_EMAIL if soort.value in gekozen)


def in_het_kort(velden: Formulier, mogelijk: tuple[Keuze, ...]) -> str:
    """Return what was chosen as one line for a note: what somebody typed is not lost when a colleague was first."""
    keuze = next((k for k in mogelijk if k.woorden == velden.velden.get("uitkomst")), None)
    delen = [keuze.label if keuze else "", velden.velden.get("dagdeel", "") if keuze and keuze.dagdeel else ""]
    delen.append(velden.velden.get("datum", "") if keuze and keuze.datum else "")
    return ", ".join(deel for deel in delen if deel)
