"""Is this row acceptable, and what does it say? One function per kind of delivery; all reasons of a row together."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TypeVar

from rules.levering import (
    Aanmeldbron,
    Aanmeldstap,
    Adres,
    Belastingsoort,
    ErvaringRij,
    Ervaringroute,
    MutatieRij,
    Mutatiesoort,
    Persoon,
    Retourreden,
    RetourRij,
    SchuldhulpRij,
    Sector,
    SignaalRij,
    VorderingRij,
)
from tasks.lezen.kolommen import KOLOMMEN, Leveringsoort
from tasks.lezen.velden import (
    OngeldigVeld,
    Telefoon,
    keuze,
    lees_bedrag,
    lees_bedrag_of_nul,
    lees_bsn,
    lees_datum,
    lees_email,
    lees_geheel,
    lees_huisnummer,
    lees_ja_nee,
    lees_postcode,
    lees_retourreden,
    lees_sleutel,
    lees_telefoon,
    lees_tot,
)

Rijwaarde = VorderingRij | MutatieRij | SignaalRij | RetourRij | SchuldhulpRij | ErvaringRij
Waarde = TypeVar("Waarde")

# The longest texts that a letter, the BRP (Logisch Ontwerp) or a signaal needs.
MAX_LENGTE: dict[str, int] = {
    "aanslagnummer": 40, "kenmerk": 100, "partner": 100, "voorletters": 20, "voorvoegsel": 20, "achternaam": 200,
    "straat": 80, "toevoeging": 10, "woonplaats": 80, "bericht": 80,
}  # fmt: skip
_GEEN_DAG = date.min
# The oldest test persons of the BRP are born in 1898; nobody alive is born before 1890.
_OUDSTE_GEBOORTEDATUM = date(1890, 1, 1)
_OUDSTE_FEIT = date(1990, 1, 1)
_NIEUWSTE_FEIT = date(2099, 12, 31)
# An aanslag may be imposed afterwards for five years (AWR art. 16) and shortly before the year begins.
_NAHEFFING_JAREN = 5
_MET_BEDRAG = frozenset({Mutatiesoort.BETALING, Mutatiesoort.STORNO, Mutatiesoort.VERMINDERING, Mutatiesoort.KOSTEN})
# A file may not use up the kenmerk under which our own overdracht will arrive: that one would count as known.
_EIGEN_PARTNER, _EIGEN_KENMERK = "gemeentebelastingen", re.compile(r"gb-\d+", re.IGNORECASE)
_MET_EINDDATUM = frozenset({Mutatiesoort.UITSTEL_VERLEEND, Mutatiesoort.REGELING_GETROFFEN})
_GEEN_GEMEENTEBELASTING = frozenset({"cjib", "wahv"})

_CIJFERS = frozenset("12345")

_sector = keuze(Sector)
_aanmeldstap, _aanmeldbron, _ervaringroute = keuze(Aanmeldstap), keuze(Aanmeldbron), keuze(Ervaringroute)
_mutatiesoort = keuze(Mutatiesoort)
_closed_belastingsoort = keuze(Belastingsoort)


class Veldlezer:
    """Reads the cells of one row and gathers everything that is wrong with them."""

    __slots__ = ("_verplicht", "_waarden", "opmerkingen", "redenen")

    def __init__(self, waarden: Mapping[str, str], verplicht: frozenset[str]) -> None:
        self._waarden = waarden
        self._verplicht = verplicht
        self.redenen: list[str] = []
        self.opmerkingen: list[str] = []

    def veld(self, kolom: str, lees: Callable[[str], Waarde], anders: Waarde) -> Waarde:
        """Return what the cell means; `anders` where it is empty or wrong (wrong, or required and empty: a reason)."""
        tekst = self._waarden.get(kolom, "")
        if not tekst:
            if kolom in self._verplicht:
                self.redenen.append(f"{kolom}: ontbreekt")
            return anders
        try:
            return lees(tekst)
        except OngeldigVeld as fout:
            self.redenen.append(f"{kolom}: {fout}")
            return anders

    def tekst(self, kolom: str) -> str:
        """Return a text of bounded length."""
        return self.veld(kolom, partial(_begrens, grens=MAX_LENGTE[kolom]), "")

    def soepel(self, kolom: str, lees: Callable[[str], Waarde], anders: Waarde) -> Waarde:
        """Return what the cell means; a wrong cell is dropped with a remark and does not refuse the row."""
        tekst = self._waarden.get(kolom, "")
        if not tekst:
            return anders
        try:
            return lees(tekst)
        except OngeldigVeld as fout:
            self.opmerkingen.append(f"{kolom} niet overgenomen: {fout}")
            return anders

    def feit(self, kolom: str) -> date:
        """Return the date of a fact: between 1990 and 2099, so that a slip in the year is seen."""
        dag = self.veld(kolom, lees_datum, _GEEN_DAG)
        if dag != _GEEN_DAG and not _OUDSTE_FEIT <= dag <= _NIEUWSTE_FEIT:
            self.redenen.append(f"{kolom}: het jaartal kan niet kloppen")
        return dag

    def niet_later(self, kolom: str, dag: date, grens_kolom: str, grens: date) -> None:
        """Add a reason when `dag` lies after `grens`; dates that could not be read say nothing."""
        if _GEEN_DAG not in (dag, grens) and dag > grens:
            self.redenen.append(f"{kolom}: ligt na {grens_kolom}")

    def bsn(self) -> str:
        """Return the BSN in nine digits; a restored leading zero is a remark."""
        bsn = self.veld("bsn", lees_bsn, "")
        if bsn and len(self._waarden["bsn"]) == 8:
            self.opmerkingen.append("bsn: voorloopnul teruggezet")
        return bsn


def _begrens(tekst: str, grens: int) -> str:
    if len(tekst) > grens:
        raise OngeldigVeld(f"langer dan {grens} tekens")
    return tekst


def _belastingsoort(tekst: str) -> Belastingsoort:
    if tekst.lower() in _GEEN_GEMEENTEBELASTING:
        raise OngeldigVeld(
            "een verkeersboete (Wahv) is geen gemeentelijke belasting; het CJIB int die, Tijdig doet er niets mee"
        )
    return _closed_belastingsoort(tekst)


def _persoon(lezer: Veldlezer, peildag_kolom: str, peildag: date) -> Persoon:
    """Read who the row is about; somebody born after the day of the document cannot exist."""
    telefoon = lezer.soepel("telefoon", lees_telefoon, Telefoon())
    geboren = lezer.veld("geboortedatum", lees_datum, _GEEN_DAG)
    if geboren != _GEEN_DAG and geboren < _OUDSTE_GEBOORTEDATUM:
        lezer.redenen.append("geboortedatum: ligt voor 1890")
    lezer.niet_later("geboortedatum", geboren, peildag_kolom, peildag)
    return Persoon(
        achternaam=lezer.tekst("achternaam"),
        voorletters=lezer.tekst("voorletters"),
        voorvoegsel=lezer.tekst("voorvoegsel"),
        geboortedatum=None if geboren == _GEEN_DAG else geboren,
        bsn=lezer.bsn(),
        adres=_adres(lezer),
        telefoon=telefoon.nummer,
        mobiel=telefoon.mobiel,
        email=lezer.soepel("email", lees_email, ""),
    )


def _adres(lezer: Veldlezer) -> Adres:
    return Adres(
        straat=lezer.tekst("straat"),
        huisnummer=lezer.veld("huisnummer", lees_huisnummer, ""),
        toevoeging=lezer.tekst("toevoeging"),
        postcode=lezer.veld("postcode", lees_postcode, ""),
        woonplaats=lezer.tekst("woonplaats"),
    )


def lees_vordering(lezer: Veldlezer) -> VorderingRij:
    """Read one aanslagregel; an empty openstaand means that nothing has been paid yet."""
    dagtekening = lezer.feit("dagtekening")
    vervaldag = lezer.feit("vervaldag")
    lezer.niet_later("dagtekening", dagtekening, "vervaldag", vervaldag)
    bedrag = lezer.veld("bedrag", lees_bedrag, 0)
    openstaand = lezer.veld("openstaand", lees_bedrag_of_nul, bedrag)
    if bedrag and openstaand > bedrag:
        lezer.redenen.append("openstaand: hoger dan bedrag")
    jaar = lezer.veld("belastingjaar", lees_geheel, 0)
    if jaar and dagtekening != _GEEN_DAG and not -_NAHEFFING_JAREN <= jaar - dagtekening.year <= 1:
        lezer.redenen.append("belastingjaar: past niet bij de dagtekening (hooguit 5 jaar ervoor, 1 jaar erna)")
    return VorderingRij(
        aanslagnummer=lezer.veld("aanslagnummer", _aanslagnummer, ""),
        regel=str(lezer.veld("regel", lees_geheel, 0)),
        persoon=_persoon(lezer, "dagtekening", dagtekening),
        belastingsoort=lezer.veld("belastingsoort", _belastingsoort, Belastingsoort.OVERIG),
        belastingjaar=jaar,
        bedrag=bedrag,
        openstaand=openstaand,
        dagtekening=dagtekening,
        vervaldag=vervaldag,
    )


def _aanslagnummer(tekst: str) -> str:
    return lees_sleutel(_begrens(tekst, MAX_LENGTE["aanslagnummer"]))


def lees_mutatie(lezer: Veldlezer) -> MutatieRij:
    """Read one mutatie; an uitstel or regeling may carry its end date in kenmerk as `tot 2026-09-01`."""
    datum = lezer.feit("datum")
    voor = len(lezer.redenen)
    soort = lezer.veld("soort", _mutatiesoort, Mutatiesoort.BETALING)
    soort_bekend = len(lezer.redenen) == voor
    bedrag = lezer.veld("bedrag", lees_bedrag, 0)
    if not bedrag and soort_bekend and soort in _MET_BEDRAG and len(lezer.redenen) == voor:
        lezer.redenen.append(f"bedrag: ontbreekt bij {soort}")
    kenmerk = lezer.tekst("kenmerk")
    tot = _einddatum(lezer, datum) if soort_bekend and soort in _MET_EINDDATUM else None
    aanslagnummer = lezer.veld("aanslagnummer", _aanslagnummer, "")
    return MutatieRij(aanslagnummer, soort, datum, bedrag or None, kenmerk, tot)


def _einddatum(lezer: Veldlezer, datum: date) -> date | None:
    tot = lezer.veld("kenmerk", lees_tot, None)
    if tot is not None and tot < datum:
        lezer.redenen.append("kenmerk: de einddatum ligt voor datum")
    if tot is None and not lezer.redenen:
        lezer.opmerkingen.append("kenmerk: geen einddatum gevonden (verwacht: tot JJJJ-MM-DD)")
    return tot


def lees_signaal(lezer: Veldlezer) -> SignaalRij:
    """Read one signaal of a partner; most partners know no BSN and some know only the address."""
    signaaldatum = lezer.feit("signaaldatum")
    ontstaansdatum = lezer.feit("ontstaansdatum")
    lezer.niet_later("ontstaansdatum", ontstaansdatum, "signaaldatum", signaaldatum)
    kenmerk, partner = lezer.tekst("kenmerk"), lezer.tekst("partner")
    if partner.casefold() == _EIGEN_PARTNER and _EIGEN_KENMERK.fullmatch(kenmerk):
        lezer.redenen.append("kenmerk: zo nummert Tijdig de eigen overdrachten; lever een ander kenmerk aan")
    return SignaalRij(
        kenmerk=kenmerk,
        partner=partner,
        sector=lezer.veld("sector", _sector, Sector.OVERIGE),
        persoon=_persoon(lezer, "signaaldatum", signaaldatum),
        bedrag=lezer.veld("bedrag", lees_bedrag, 0),
        signaaldatum=signaaldatum,
        ontstaansdatum=None if ontstaansdatum == _GEEN_DAG else ontstaansdatum,
        crisis=lezer.veld("crisis", lees_ja_nee, False),
        warme_overdracht=lezer.veld("warme_overdracht", lees_ja_nee, False),
    )


def lees_retour(lezer: Veldlezer) -> RetourRij:
    """Read one letter that came back.

    Its column is not called reden: a corrected file of refused rows has one of that name, with why we refused it.
    """
    return RetourRij(
        bericht=lezer.veld("bericht", _bericht, ""),
        datum=lezer.feit("datum"),
        reden=lezer.veld("retourreden", lees_retourreden, Retourreden.ANDERS),
    )


def lees_schuldhulp(lezer: Veldlezer) -> SchuldhulpRij:
    """Read one step of a resident at schuldhulpverlening; nothing is taken over of why or with what."""
    return SchuldhulpRij(
        bsn=lezer.bsn(),
        stap=lezer.veld("stap", _aanmeldstap, Aanmeldstap.AANMELDING),
        datum=lezer.feit("datum"),
        bron=lezer.veld("bron", _aanmeldbron, Aanmeldbron.ONBEKEND),
    )


def lees_ervaring(lezer: Veldlezer) -> ErvaringRij:
    """Read one anonymous answer; there is no column for who gave it."""
    return ErvaringRij(
        datum=lezer.feit("datum"),
        route=lezer.veld("route", _ervaringroute, Ervaringroute.ANDERS),
        cijfer=lezer.veld("cijfer", _cijfer, 0),
    )


def _cijfer(tekst: str) -> int:
    if tekst not in _CIJFERS:
        raise OngeldigVeld("moet een heel getal van 1 tot en met 5 zijn")
    return int(tekst)


def _bericht(tekst: str) -> str:
    """Read the id of a letter; a barcode reader may give it in capitals or in small letters."""
    bericht = lees_sleutel(_begrens(tekst, MAX_LENGTE["bericht"]))
    return bericht[0].upper() + bericht[1:].lower()


_LEZERS: dict[Leveringsoort, Callable[[Veldlezer], Rijwaarde]] = {
    Leveringsoort.VORDERINGEN: lees_vordering,
    Leveringsoort.MUTATIES: lees_mutatie,
    Leveringsoort.SIGNALEN: lees_signaal,
    Leveringsoort.RETOURPOST: lees_retour,
    Leveringsoort.SCHULDHULP: lees_schuldhulp,
    Leveringsoort.ERVARINGEN: lees_ervaring,
}


def lees_rij(
    soort: Leveringsoort, waarden: Mapping[str, str]
) -> tuple[Rijwaarde | None, tuple[str, ...], tuple[str, ...]]:
    """Return the row, the reasons to refuse it, and the remarks; a row with a reason is None."""
    lezer = Veldlezer(waarden, KOLOMMEN[soort].verplicht)
    rij = _LEZERS[soort](lezer)
    return (None if lezer.redenen else rij), tuple(lezer.redenen), tuple(lezer.opmerkingen)
