"""How is the BRP asked over the API Haal Centraal BRP personen bevragen 2.7.0, with as little as possible?"""

import re
import ssl
from collections.abc import Mapping, Sequence
from datetime import date
from http import HTTPStatus
from typing import Any, Self, cast

import httpx

from rules.levering import Adres
from tasks.clients.brp import Adressoort, BrpOnbereikbaar, BrpPersoon, BrpWeigert, vlak
from tasks.fouten import OnjuisteInstelling

MAX_BSNS = 20
"""The most BSNs in one question (specification, RaadpleegMetBurgerservicenummer)."""

VELDEN = (
    "burgerservicenummer",
    "naam.voorletters",
    "naam.voorvoegsel",
    "naam.geslachtsnaam",
    "geboorte.datum",
    "gemeenteVanInschrijving",
    "verblijfplaats.datumVan",
    "verblijfplaats.indicatieVastgesteldVerblijftNietOpAdres",
    "verblijfplaats.verblijfadres.officieleStraatnaam",
    "verblijfplaats.verblijfadres.korteStraatnaam",
    "verblijfplaats.verblijfadres.huisnummer",
    "verblijfplaats.verblijfadres.huisletter",
    "verblijfplaats.verblijfadres.huisnummertoevoeging",
    "verblijfplaats.verblijfadres.postcode",
    "verblijfplaats.verblijfadres.woonplaats",
)
"""What is asked about a person: what BrpPersoon holds. `datumVan` exists for every kind of verblijfplaats, so that
its type comes along; geheimhouding, opschorting and onderzoek always come and may not be asked."""

ZOEKVELDEN = ("burgerservicenummer", "adressering.adresregel1")
"""What is asked about everybody at a house number: only enough to see who lives behind this door."""

OVERLEDEN = "O"

Json = dict[str, Any]


class HaalCentraalBrp:
    """A Brp over the API. Every question is logged (Wet BRP, protocollering), so it asks about as few people as it can.

    `basis` ends before `/personen`. `kopregels` are the headers of the gateway (API key, doelbinding); `tls` holds
    the client certificate. Nothing is repeated here: reading may be, and the caller decides when.
    """

    def __init__(
        self,
        basis: str,
        kopregels: Mapping[str, str] | None = None,
        tls: ssl.SSLContext | None = None,
        limiet_s: float = 15.0,
    ) -> None:
        """Prepare one connection for all questions. Raise OnjuisteInstelling on a basis that is no http address."""
        if not basis.startswith(("http://", "https://")):
            raise OnjuisteInstelling("adres van de BRP")
        self._url = basis.rstrip("/") + "/personen"
        koppen = {**(kopregels or {}), "Content-Type": "application/json; charset=utf-8"}
        self._http = httpx.Client(headers=koppen, verify=tls or True, timeout=limiet_s)

    def __enter__(self) -> Self:
        """Use the connection."""
        return self

    def __exit__(self, *fout: object) -> None:
        """Close the connection."""
        self._http.close()

    def zoek_bsns(self, bsns: Sequence[str]) -> dict[str, BrpPersoon]:
        """Return the persons by BSN. What is not nine digits is not asked: it would fail the batch of 20 it is in."""
        geldig = [bsn for bsn in dict.fromkeys(bsns) if re.fullmatch("[0-9]{9}", bsn)]
        gevonden: dict[str, BrpPersoon] = {}
        for begin in range(0, len(geldig), MAX_BSNS):
            verzoek: Json = {
                "type": "RaadpleegMetBurgerservicenummer",
                "fields": list(VELDEN),
                "burgerservicenummer": geldig[begin : begin + MAX_BSNS],
            }
            gevonden |= {p.bsn: p for p in map(persoon_uit, self._vraag(verzoek)) if p.bsn}
        return gevonden

    def zoek_adres(
        self, postcode: str, huisnummer: str, toevoeging: str, geboortedatum: date | None, achternaam: str
    ) -> list[BrpPersoon]:
        """Search at the house number, keep who lives behind this door, and only then ask about those (see Brp).

        An address that the API cannot be asked about (no Dutch postcode, no house number) gives nobody.
        """
        verzoek = _zoekverzoek(postcode, huisnummer)
        if verzoek is None:
            return []
        if geboortedatum is not None:
            verzoek["geboortedatum"] = geboortedatum.isoformat()
        elif re.fullmatch(r"[a-zA-Z0-9À-ž .\-']{1,200}", achternaam):
            verzoek["geslachtsnaam"] = achternaam
        treffers = [p for p in self._vraag(verzoek) if _woont_op(p, huisnummer, toevoeging)]
        return list(self.zoek_bsns([_tekst(p, "burgerservicenummer") for p in treffers]).values())

    def _vraag(self, verzoek: Json) -> list[Json]:
        """Return the persons in the answer. No exception holds or chains the question, which names residents."""
        try:
            antwoord = self._http.post(self._url, json=verzoek)
        except httpx.HTTPError as fout:
            raise BrpOnbereikbaar(type(fout).__name__) from None
        if antwoord.status_code == HTTPStatus.TOO_MANY_REQUESTS or antwoord.status_code >= 500:
            raise BrpOnbereikbaar(str(antwoord.status_code))
        if antwoord.status_code != HTTPStatus.OK:
            raise BrpWeigert(_foutcodes(antwoord))
        inhoud = _inhoud(antwoord)
        if "personen" not in inhoud:
            raise BrpOnbereikbaar("antwoord zonder personen")
        return _objecten(inhoud, "personen")


def _zoekverzoek(postcode: str, huisnummer: str) -> Json | None:
    """Return the question by address, or None when the API would refuse its form."""
    plat = vlak(postcode)
    if not re.fullmatch("[1-9][0-9]{3}[A-Z]{2}", plat) or not re.fullmatch("[1-9][0-9]{0,4}", huisnummer):
        return None
    return {
        "type": "ZoekMetPostcodeEnHuisnummer",
        "fields": list(ZOEKVELDEN),
        "postcode": plat,
        "huisnummer": int(huisnummer),
        "inclusiefOverledenPersonen": True,
    }


def _woont_op(persoon: Json, huisnummer: str, toevoeging: str) -> bool:
    """Tell whether adresregel1 ('Lange Straat 12 A') ends in this number and toevoeging.

    The filters huisletter and huisnummertoevoeging of the API are not used: which of the two a creditor's 'A' is,
    nobody knows.
    """
    regel = vlak(_tekst(_object(persoon, "adressering"), "adresregel1"))
    deur = vlak(huisnummer) + vlak(toevoeging)
    return regel.endswith(deur) and not regel[: -len(deur)][-1:].isdecimal()


def persoon_uit(bron: Json) -> BrpPersoon:
    """Return the person in one element of `personen`; whatever the API leaves out is empty here."""
    naam, verblijf = _object(bron, "naam"), _object(bron, "verblijfplaats")
    opschorting = _tekst(_object(_object(bron, "opschortingBijhouding"), "reden"), "code")
    return BrpPersoon(
        bsn=_tekst(bron, "burgerservicenummer"),
        in_gemeente=_tekst(_object(bron, "gemeenteVanInschrijving"), "code"),
        overleden=opschorting == OVERLEDEN,
        geheimhouding=bron.get("geheimhoudingPersoonsgegevens") is True,
        in_onderzoek=_in_onderzoek(bron),
        uitgeschreven=opschorting,
        voorletters=_tekst(naam, "voorletters"),
        voorvoegsel=_tekst(naam, "voorvoegsel"),
        achternaam=_tekst(naam, "geslachtsnaam"),
        geboortedatum=datum_uit(_object(_object(bron, "geboorte"), "datum")),
        adres=_adres(verblijf),
        adressoort=_adressoort(verblijf),
        vertrokken=verblijf.get("indicatieVastgesteldVerblijftNietOpAdres") is True,
    )


def datum_uit(bron: Json) -> date | None:
    """Return a whole date; None for JaarMaandDatum, JaarDatum and DatumOnbekend, which are no day."""
    try:
        return date.fromisoformat(_tekst(bron, "datum"))
    except ValueError:
        return None


def _adressoort(verblijf: Json) -> Adressoort:
    try:
        return Adressoort(_tekst(verblijf, "type"))
    except ValueError:
        return Adressoort.ONBEKEND


def _adres(verblijf: Json) -> Adres:
    """Return a Dutch address; the other kinds of verblijfplaats have none and give an empty one."""
    if _adressoort(verblijf) is not Adressoort.ADRES:
        return Adres()
    deel = _object(verblijf, "verblijfadres")
    toevoeging = f"{_tekst(deel, 'huisletter')} {_tekst(deel, 'huisnummertoevoeging')}".strip()
    straat = _tekst(deel, "officieleStraatnaam") or _tekst(deel, "korteStraatnaam")
    nummer = str(deel.get("huisnummer") or "")
    return Adres(straat, nummer, toevoeging, vlak(_tekst(deel, "postcode")), _tekst(deel, "woonplaats"))


def _in_onderzoek(bron: Json) -> bool:
    """Tell whether anything in the answer is being investigated: the flags stand at every level."""
    if bron.get("inOnderzoek"):
        return True
    return any(_in_onderzoek(cast(Json, deel)) for deel in bron.values() if isinstance(deel, dict))


def _foutcodes(antwoord: httpx.Response) -> str:
    """Return status, system code and names of the refused parameters, never the values (RFC 7807 answer)."""
    inhoud = _inhoud(antwoord)
    namen = [_tekst(fout, "name") for fout in _objecten(inhoud, "invalidParams")]
    delen = [str(antwoord.status_code), _tekst(inhoud, "code"), *namen]
    return " ".join(deel for deel in delen if re.fullmatch(r"[a-zA-Z0-9._\[\]]{1,60}", deel))


def _inhoud(antwoord: httpx.Response) -> Json:
    """Return the JSON object in an answer; a page of a proxy or gateway gives an empty one."""
    try:
        inhoud: object = antwoord.json()
    except ValueError:
        return {}
    return cast(Json, inhoud) if isinstance(inhoud, dict) else {}


def _object(bron: Json, sleutel: str) -> Json:
    waarde = bron.get(sleutel)
    return cast(Json, waarde) if isinstance(waarde, dict) else {}


def _objecten(bron: Json, sleutel: str) -> list[Json]:
    waarde = bron.get(sleutel)
    elementen = cast(list[object], waarde) if isinstance(waarde, list) else []
    return [cast(Json, element) for element in elementen if isinstance(element, dict)]


def _tekst(bron: Json, sleutel: str) -> str:
    waarde = bron.get(sleutel)
    return waarde if isinstance(waarde, str) else ""
