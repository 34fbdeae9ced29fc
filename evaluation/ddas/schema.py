"""What may a delivery hold? The schema of DDAS vroegsignalering v1.2, in the words of woorden.py, and the check.

A finding names the field and the rule that it breaks, never the value: that may be a BSN.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast

from jsonschema import Draft202012Validator, FormatChecker

from evaluation.ddas.woorden import GESLACHT, VERSIE, Contactsoort, Dagdeelwoord, Signaalpartner, Signaalstatus
from rules.resultaat import Eindresultaat

Schema = dict[str, Any]

TEKST: Schema = {"type": "string"}
BOOL: Schema = {"type": "boolean"}


def _ref(naam: str) -> Schema:
    return {"$ref": f"#/$defs/{naam}"}


def _object(velden: dict[str, Schema], verplicht: Iterable[str] = (), **verder: Any) -> Schema:
    extra: Schema = {"required": sorted(verplicht)} if verplicht else {}
    return {"type": "object", "properties": velden, **extra, "additionalProperties": False, **verder}


def _lijst(van: Schema, **verder: Any) -> Schema:
    return {"type": "array", "items": van, **verder}


def _woorden(woorden: Iterable[str]) -> Schema:
    return {"type": "string", "enum": [str(w) for w in woorden]}


DEFS: dict[str, Schema] = {
    "EnumContactsoort": _woorden(Contactsoort),
    "EnumDagdeel": _woorden(Dagdeelwoord),
    "EnumEindresultaat": _woorden(Eindresultaat),
    "EnumSignaalpartner": _woorden(Signaalpartner),
    "EnumSignaalstatus": _woorden(Signaalstatus),
    "bedrag": {"type": "integer"},
    "datum": {"type": "string", "format": "date"},
    "datum-tijd": {"type": "string", "format": "date-time"},
    "email": {"type": "string", "format": "email"},
    "geslacht": _woorden(GESLACHT),
}

CLIENT: Schema = _object(
    {
        "burgerservicenummer": TEKST,
        "geslachtsaanduiding": _ref("geslacht"),
        "geboortedatum": _ref("datum"),
        "postcode": TEKST,
        "huisnummer": TEKST,
        "huisnummertoevoeging": TEKST,
    },
    oneOf=[
        {
            "required": ["burgerservicenummer"],
            "properties": {"burgerservicenummer": {"minLength": 9, "maxLength": 9}},
            "additionalProperties": False,
        },
        {"not": {"required": ["burgerservicenummer"]}, "required": ["huisnummer", "postcode"]},
    ],
)
"""The BSN and nothing else, or an address: never both."""

SIGNAAL: Schema = _object(
    {
        "ID": TEKST,
        "crisissignaal": BOOL,
        "warmeOverdracht": BOOL,
        "bedrag": _ref("bedrag"),
        "ontstaansdatum": _ref("datum"),
        "signaaldatum": _ref("datum"),
        "status": _ref("EnumSignaalstatus"),
        "signaalpartner": _object({"type": _ref("EnumSignaalpartner")}),
        "client": CLIENT,
    },
    ("ID", "client", "signaalpartner"),
)

CONTACTPOGING: Schema = _object(
    {"soort": _ref("EnumContactsoort"), "bereikt": BOOL, "datum": _ref("datum"), "dagdeel": _ref("EnumDagdeel")}
)

ZAAK: Schema = _object(
    {
        "resultaat": _ref("EnumEindresultaat"),
        "matchingsdatum": _ref("datum"),
        "startdatumMatchingperiode": _ref("datum"),
        "datumOpgepakt": _ref("datum"),
        "einddatumMatchingperiode": _ref("datum"),
        "vroegsignalen": _lijst(_object({"ID": TEKST}, ("ID",)), minItems=1, uniqueItems=True),
        "contactpogingen": _lijst(CONTACTPOGING),
    }
)

CONTACTPERSOON: Schema = _object(
    {"naam": TEKST, "telefoonnummer": TEKST, "email": _ref("email"), "functietitel": TEKST}
)

LEVERING: Schema = _object(
    {
        "teller": {"type": "integer"},
        "gemeentecode": TEKST,
        "aanleverendeOrganisatie": _object(
            {
                "naam": TEKST,
                "kvk-nummer": TEKST,
                "contactpersonen": _lijst(CONTACTPERSOON, minItems=1, uniqueItems=True),
            }
        ),
        "vroegsignalen": _lijst(SIGNAAL),
        "vroegsignaalzaken": _lijst(ZAAK),
    },
    ("aanleverendeOrganisatie", "gemeentecode", "teller"),
)

UITWISSELMODEL: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": f"DDAS Vroegsignalering Uitwisselmodel v{VERSIE}",
    **_object(
        {
            "startdatumLevering": _ref("datum"),
            "einddatumLevering": _ref("datum"),
            "aanleverdatumEnTijd": _ref("datum-tijd"),
            "codeGegevensleverancier": TEKST,
            "leveringen": _lijst(LEVERING, minItems=1, uniqueItems=True),
        },
        ("aanleverdatumEnTijd", "codeGegevensleverancier", "einddatumLevering", "startdatumLevering"),
    ),
    "$defs": DEFS,
}
"""The whole schema; tests compare it with the published one."""


@dataclass(frozen=True)
class Bevinding:
    """One thing in a delivery that the schema refuses."""

    veld: str
    regel: str

    def __str__(self) -> str:
        """Say it as field and rule, such as `client: oneOf`."""
        return f"{self.veld or 'geheel'}: {self.regel}"


Deel = Literal["signaal", "zaak", "geheel"]

_DELEN: dict[Deel, Schema] = {"signaal": SIGNAAL, "zaak": ZAAK, "geheel": UITWISSELMODEL}


def toets(wat: dict[str, Any], deel: Deel) -> Bevinding | None:
    """Return the first thing that is wrong with a part of a delivery, or None."""
    return next(_bevindingen(wat, _toetser(deel)), None)


def _bevindingen(wat: dict[str, Any], toetser: Draft202012Validator) -> Iterator[Bevinding]:
    for fout in toetser.iter_errors(wat):  # pyright: ignore[reportUnknownMemberType]
        yield Bevinding(".".join(str(stap) for stap in fout.absolute_path), str(fout.validator))


@cache
def _toetser(deel: Deel) -> Draft202012Validator:
    """Return the check of a part; the small definitions are written out in it, which makes it faster."""
    return Draft202012Validator(_uitgeschreven(_DELEN[deel]), format_checker=FormatChecker())


def _uitgeschreven(schema: object) -> Any:
    match schema:
        case list():
            return [_uitgeschreven(d) for d in cast(list[object], schema)]
        case {"$ref": str(verwijzing)}:
            return DEFS[verwijzing.rpartition("/")[2]]
        case dict():
            return {sleutel: _uitgeschreven(deel) for sleutel, deel in cast(Schema, schema).items()}
        case _:
            return schema
