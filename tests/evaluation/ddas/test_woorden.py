"""Every word of ours has a word of DDAS, and the schema that we check by is the published one."""

from typing import Any

import pytest

from evaluation.ddas.schema import UITWISSELMODEL, toets
from evaluation.ddas.woorden import BERICHTKANAAL, DAGDEEL, PARTNER, TAAK, Signaalpartner, Signaalstatus, status_van
from rules.levering import Sector
from rules.resultaat import Eindresultaat
from rules.uitkomst import MOGELIJK
from rules.woorden import Dagdeel, Kanaal
from tests.evaluation.ddas.bouwstenen import gepubliceerd


def test_ons_schema_is_het_gepubliceerde() -> None:
    assert gepubliceerd() == UITWISSELMODEL


def test_elk_woord_van_ons_heeft_een_woord_van_ddas() -> None:
    assert set(PARTNER) == set(Sector)
    assert set(BERICHTKANAAL) == set(Kanaal)
    assert set(DAGDEEL) == set(Dagdeel)
    assert PARTNER[Sector.GEMEENTEBELASTINGEN] is Signaalpartner.OVERIGE
    met_contact = {t for t, keuzes in MOGELIJK.items() if any("bereikt" in k.woorden or k.dagdeel for k in keuzes)}
    assert met_contact <= set(TAAK)


@pytest.mark.parametrize(
    ("resultaat", "opgepakt", "status"),
    [
        (None, False, Signaalstatus.NOG_NIET),
        (None, True, Signaalstatus.OPGEPAKT),
        (Eindresultaat.HERHAALD, False, Signaalstatus.HERHAALD),
        (Eindresultaat.ONTERECHT, False, Signaalstatus.ONTERECHT),
        (Eindresultaat.BEKEND, False, Signaalstatus.BEKEND),
        (Eindresultaat.BEKEND, True, Signaalstatus.BEKEND),
        (Eindresultaat.OVERLEDEN, True, Signaalstatus.OVERLEDEN),
        (Eindresultaat.GEEN_INWONER, True, Signaalstatus.GEEN_INWONER),
        (Eindresultaat.ANDERE_REDEN, False, Signaalstatus.ANDERE_REDEN),
        (Eindresultaat.GEEN_CONTACT, True, Signaalstatus.OPGEPAKT),
        (Eindresultaat.QUICK_FIX, True, Signaalstatus.OPGEPAKT),
        (Eindresultaat.ZELF_BETAALD, True, Signaalstatus.OPGEPAKT),
        (Eindresultaat.ZELF_BETAALD, False, Signaalstatus.ANDERE_REDEN),
    ],
)
def test_de_status_volgt_uit_hoe_de_zaak_eindigde(
    resultaat: Eindresultaat | None, opgepakt: bool, status: Signaalstatus
) -> None:
    assert status_van(resultaat, opgepakt=opgepakt) is status


def test_elk_einde_heeft_een_status() -> None:
    assert {status_van(e, opgepakt=o) for e in Eindresultaat for o in (True, False)} <= set(Signaalstatus)


GOED: dict[str, Any] = {
    "ID": "9999-00000001",
    "bedrag": 420,
    "signaaldatum": "2026-07-13",
    "signaalpartner": {"type": "Water"},
    "client": {"burgerservicenummer": "999990019"},
}


@pytest.mark.parametrize(
    ("anders", "bevinding"),
    [
        ({}, None),
        ({"bedrag": 420.5}, "bedrag: type"),
        ({"signaaldatum": "2026-02-30"}, "signaaldatum: format"),
        ({"signaalpartner": {"type": "Gemeentebelastingen"}}, "signaalpartner.type: enum"),
        ({"client": {"postcode": "1000AB"}}, "client: oneOf"),
        ({"client": {"burgerservicenummer": "99999001"}}, "client: oneOf"),
        ({"client": GOED["client"] | {"postcode": "1000AB", "huisnummer": "1"}}, "client: oneOf"),
        ({"achternaam": "999990019"}, "geheel: additionalProperties"),
    ],
)
def test_een_bevinding_noemt_veld_en_regel_en_nooit_de_waarde(anders: dict[str, Any], bevinding: str | None) -> None:
    gevonden = toets(GOED | anders, "signaal")
    assert (str(gevonden) if gevonden else None) == bevinding
