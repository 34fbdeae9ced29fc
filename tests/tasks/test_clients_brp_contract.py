"""Do the questions of the BRP client and the answers of its stand-in keep to the published specification?"""

from datetime import date
from typing import Any, cast

import pytest
from jsonschema import ValidationError

from tasks.clients.haal_centraal import VELDEN, ZOEKVELDEN, HaalCentraalBrp
from tests.standins.brp_personen import BERT, BUITENLAND, DINA, OVERLEDEN, een_persoon
from tests.standins.brp_server import BrpServer
from tests.standins.contract import BRP_SPEC, GEEN_SPEC, brp_schemas, toets_brp

Json = dict[str, Any]
pytestmark = pytest.mark.skipif(not BRP_SPEC.exists(), reason=GEEN_SPEC)


def test_questions_and_answers_keep_to_the_specification() -> None:
    onbekend = {"datum": {"type": "DatumOnbekend", "onbekend": True, "langFormaat": "onbekend"}}
    personen = [
        een_persoon(opschortingBijhouding=OVERLEDEN, geheimhoudingPersoonsgegevens=True),
        een_persoon(DINA, verblijfplaats=BUITENLAND, geboorte=onbekend, inOnderzoek={"leeftijd": True}),
    ]
    with BrpServer(personen) as server, HaalCentraalBrp(server.basis) as brp:
        brp.zoek_adres("1234AB", "12", "", date(1980, 5, 17), "")
        brp.zoek_adres("1234AB", "12", "", None, "Berg")
        brp.zoek_bsns([BERT, DINA])
    assert len(server.verzoeken) == len(server.antwoorden) == 5
    for verzoek, antwoord in zip(server.verzoeken, server.antwoorden, strict=True):
        toets_brp("PersonenQuery", verzoek)
        toets_brp("PersonenQueryResponse", antwoord)


@pytest.mark.parametrize(
    ("schema", "fout"),
    [
        ("PersonenQuery", {"type": "RaadpleegMetBurgerservicenummer", "fields": ["a"], "burgerservicenummer": ["1"]}),
        ("PersonenQuery", {"type": "ZoekMetPostcodeEnHuisnummer", "fields": ["a"], "postcode": "1234AB"}),
        ("PersonenQuery", {"type": "Verzonnen", "fields": ["a"]}),
        ("AbstractVerblijfplaats", {"type": "Adres", "verblijfadres": {"huisnummer": "12"}}),
        ("AbstractDatum", {"type": "Datum", "langFormaat": "17 mei 1980"}),
        ("Persoon", {"geboorte": {"datum": {"type": "JaarDatum", "jaar": 0, "langFormaat": "0"}}}),
    ],
)
def test_the_check_against_the_specification_can_say_no(schema: str, fout: Json) -> None:
    with pytest.raises(ValidationError):
        toets_brp(schema, fout)


@pytest.mark.parametrize("veld", VELDEN)
def test_every_field_that_is_asked_exists(veld: str) -> None:
    assert veld.split(".")[-1] in eigenschappen("Persoon", veld.split(".")[:-1])


@pytest.mark.parametrize("veld", ZOEKVELDEN)
def test_every_field_of_a_search_exists(veld: str) -> None:
    assert veld.split(".")[-1] in eigenschappen("PersoonBeperkt", veld.split(".")[:-1])


def eigenschappen(schema: str, pad: list[str]) -> set[str]:
    """Return the properties at a path in a schema of the specification, over all its variants."""
    schemas = brp_schemas()
    knopen = _gelijk([{"$ref": f"/{schema}"}], schemas)
    for stap in pad:
        knopen = _gelijk([k["properties"][stap] for k in knopen if stap in k.get("properties", {})], schemas)
    return {naam for knoop in knopen for naam in cast(Json, knoop.get("properties", {}))}


def _gelijk(knopen: list[Json], schemas: Json) -> list[Json]:
    """Return the schemas that together describe the same object, following $ref, allOf and discriminators."""
    alle: list[Json] = []
    rij = list(knopen)
    while rij:
        knoop = rij.pop()
        if knoop in alle:
            continue
        alle.append(knoop)
        rij += cast(list[Json], knoop.get("allOf", []))
        verwijzingen = [knoop.get("$ref"), *knoop.get("discriminator", {}).get("mapping", {}).values()]
        rij += [schemas[v.rpartition("/")[2]] for v in verwijzingen if v]
    return alle
