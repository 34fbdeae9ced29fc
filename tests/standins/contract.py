"""Do the stand-ins keep to the published specifications? Turns an OpenAPI file into a JSON Schema validator."""

import json
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml
from jsonschema import Draft202012Validator

GEDEELD = Path(__file__).resolve().parents[2].parent / "shared" / "data"
TWILIO_SPEC = GEDEELD / "twilio-messages-openapi.json"
BRP_SPEC = GEDEELD / "brp-personen-openapi.yaml"
GEEN_SPEC = "the published specification is not next to the repository (../shared/data)"
Json = dict[str, Any]


def toets_twilio(operatie: str, antwoord: Json) -> None:
    """Raise jsonschema.ValidationError unless this is the 2xx answer of an operation ('create', 'list' or 'fetch')."""
    _twilio(operatie).validate(antwoord)


def toets_twilio_verzoek(formulier: dict[str, str]) -> None:
    """Raise jsonschema.ValidationError unless this form may be posted to make a message."""
    spec: Json = json.loads(TWILIO_SPEC.read_text(encoding="utf-8"))
    post = spec["paths"]["/2010-04-01/Accounts/{AccountSid}/Messages.json"]["post"]["requestBody"]
    schema = post["content"]["application/x-www-form-urlencoded"]["schema"]
    soorten = {naam: veld.get("type") for naam, veld in schema["properties"].items()}
    inhoud = {naam: int(waarde) if soorten.get(naam) == "integer" else waarde for naam, waarde in formulier.items()}
    dicht = {**schema, "components": spec["components"], "additionalProperties": False}
    cast(Any, Draft202012Validator(_nullable(dicht))).validate(inhoud)


def toets_brp(schema: str, inhoud: Json) -> None:
    """Raise jsonschema.ValidationError unless this fits one schema of the BRP API and the schemas its `type`s name."""
    _brp(schema).validate(inhoud)


@cache
def _twilio(operatie: str) -> Any:
    spec: Json = json.loads(TWILIO_SPEC.read_text(encoding="utf-8"))
    paden = "/2010-04-01/Accounts/{AccountSid}/Messages"
    pad, methode, status = {
        "create": (".json", "post", "201"), "list": (".json", "get", "200"), "fetch": ("/{Sid}.json", "get", "200")
    }[operatie]  # fmt: skip
    antwoord = spec["paths"][paden + pad][methode]["responses"][status]
    schema = antwoord["content"]["application/json"]["schema"]
    return Draft202012Validator(_dicht(_nullable({**schema, "components": spec["components"]})))


@cache
def _brp(schema: str) -> Any:
    schemas = _discriminatie(brp_schemas())
    return Draft202012Validator({"$ref": f"#/components/schemas/{schema}", "components": {"schemas": schemas}})


@cache
def brp_schemas() -> Json:
    """Return the schemas of the BRP API by name."""
    return cast(Json, yaml.safe_load(BRP_SPEC.read_text(encoding="utf-8"))["components"]["schemas"])


def _nullable(schema: Any) -> Any:
    """Rewrite OpenAPI 3.0 `nullable` to the type list of JSON Schema."""
    if isinstance(schema, list):
        return [_nullable(deel) for deel in cast(list[Any], schema)]
    if not isinstance(schema, dict):
        return schema
    nieuw = {naam: _nullable(deel) for naam, deel in cast(Json, schema).items()}
    if nieuw.get("nullable") is True and isinstance(nieuw.get("type"), str):
        nieuw["type"] = [nieuw["type"], "null"]
    return nieuw


def _dicht(schema: Json) -> Json:
    """Refuse properties that the specification does not know, at the top and in a message."""
    bericht = schema["components"]["schemas"]["api.v2010.account.message"]
    bericht["additionalProperties"] = False
    return schema if "$ref" in schema else {**schema, "additionalProperties": False}


def _discriminatie(schemas: Json) -> Json:
    """Rewrite OpenAPI discriminators: an object of the base must also fit the schema that its `type` names.

    The base itself moves to `<naam>Basis_`, to which the named schemas then refer, so that no circle arises.
    """
    tekst = json.dumps(schemas)
    for naam in [n for n, s in schemas.items() if "discriminator" in s]:
        keuzes: dict[str, str] = schemas[naam]["discriminator"]["mapping"]
        alle: Json = json.loads(tekst)
        basis = alle[naam]
        for doel in {verwijzing.rpartition("/")[2] for verwijzing in keuzes.values()}:
            oud, nieuw = f'"#/components/schemas/{naam}"', f'"#/components/schemas/{naam}Basis_"'
            alle[doel] = json.loads(json.dumps(alle[doel]).replace(oud, nieuw))
        alle[f"{naam}Basis_"] = basis
        alle[naam] = {
            "allOf": [{"$ref": f"#/components/schemas/{naam}Basis_"}],
            "properties": {"type": {"enum": list(keuzes)}},
            "anyOf": [
                {"properties": {"type": {"const": waarde}}, "allOf": [{"$ref": verwijzing}]}
                for waarde, verwijzing in keuzes.items()
            ],
        }
        tekst = json.dumps(alle)
    return json.loads(tekst)
