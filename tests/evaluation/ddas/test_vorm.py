"""What does a signaal or a zaak look like in the delivery? A table of facts and what is written of them."""

from datetime import date
from typing import Any

import pytest

from evaluation.ddas import vorm
from evaluation.ddas.bron import Client, Signaalfeit, Zaakfeit
from evaluation.ddas.schema import toets
from evaluation.ddas.woorden import Signaalstatus
from rules.levering import Sector
from rules.log import Log, Logregel, Soort
from tests.evaluation.ddas.bouwstenen import voorbeeldstad

IEDEREEN = Client("999990019", date(1980, 1, 1), "1000AB", "1", "")


def een_feit(nummer: int = 1, **anders: Any) -> Signaalfeit:
    vast: dict[str, Any] = {
        "sector": Sector.WATER, "bedrag": 180_00, "ontvangen": date(2026, 7, 13), "signaaldatum": date(2026, 7, 10),
        "ontstaansdatum": None, "crisis": False, "warm": False, "client": IEDEREEN,
    }  # fmt: skip
    return Signaalfeit(nummer, **(vast | anders))


def schrijf(**anders: Any) -> dict[str, Any]:
    return vorm.signaal(een_feit(**anders), Signaalstatus.OPGEPAKT, voorbeeldstad())


@pytest.mark.parametrize(
    ("centen", "euros"), [(1, 0), (49, 0), (50, 1), (149, 1), (150, 2), (180_00, 180), (180_49, 180), (180_50, 181)]
)
def test_een_bedrag_wordt_hele_euros(centen: int, euros: int) -> None:
    assert schrijf(bedrag=centen)["bedrag"] == euros


@pytest.mark.parametrize(
    ("client", "geschreven"),
    [
        pytest.param(IEDEREEN, {"burgerservicenummer": "999990019"}, id="een BSN gaat alleen"),
        pytest.param(
            Client("", date(1980, 1, 1), "1000 ab", "1", "a"),
            {"postcode": "1000AB", "huisnummer": "1", "huisnummertoevoeging": "a", "geboortedatum": "1980-01-01"},
            id="zonder BSN gaan adres en geboortedatum",
        ),
        pytest.param(
            Client("", None, "1000AB", "1", ""), {"postcode": "1000AB", "huisnummer": "1"}, id="leeg blijft weg"
        ),
    ],
)
def test_wie_het_is(client: Client, geschreven: dict[str, str]) -> None:
    deel = schrijf(client=client)
    assert deel["client"] == geschreven
    assert toets(deel, "signaal") is None


def test_een_signaal_heeft_in_elke_gemeente_een_ander_nummer_en_overal_dezelfde_velden() -> None:
    deel = schrijf(ontstaansdatum=date(2026, 5, 31), crisis=True, warm=True)
    assert deel == {
        "ID": "9999-00000001", "crisissignaal": True, "warmeOverdracht": True, "bedrag": 180,
        "ontstaansdatum": "2026-05-31", "signaaldatum": "2026-07-10", "status": "Opgepakt",
        "signaalpartner": {"type": "Water"}, "client": {"burgerservicenummer": "999990019"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("dag", "per_week", "begin", "einde"),
    [
        (date(2026, 7, 13), False, date(2026, 7, 1), date(2026, 7, 31)),
        (date(2028, 2, 29), False, date(2028, 2, 1), date(2028, 2, 29)),
        (date(2026, 7, 19), True, date(2026, 7, 13), date(2026, 7, 19)),
        (date(2026, 7, 13), True, date(2026, 7, 13), date(2026, 7, 19)),
        (date(2026, 1, 1), True, date(2025, 12, 29), date(2026, 1, 4)),
    ],
)
def test_de_matchingperiode(dag: date, per_week: bool, begin: date, einde: date) -> None:
    assert vorm.matchingperiode(dag, per_week=per_week) == (begin, einde)


def regel(wat: Soort, dag: int, /, **gegevens: Any) -> Logregel:
    return Logregel(wat, date(2026, 7, dag), gegevens)


def brief(dag: int, soort: str = "hulpaanbod", kanaal: str = "brief", poging: int = 1) -> Logregel:
    return regel(Soort.BERICHT, dag, soort=soort, kanaal=kanaal, poging=poging)


def taak(dag: int, soort: str, uitkomst: str, **gegevens: Any) -> Logregel:
    return regel(Soort.TAAK_AFGEROND, dag, soort=soort, poging=1, uitkomst=uitkomst, **gegevens)


@pytest.mark.parametrize(
    ("regels", "pogingen"),
    [
        pytest.param([brief(2)], ["2 Brief nee"], id="een brief"),
        pytest.param([brief(2, kanaal="email")], ["2 Mail nee"], id="een e-mail"),
        pytest.param([brief(2, "brief-onderweg", "sms")], ["2 SMS/Whatsapp nee"], id="een sms"),
        pytest.param([taak(3, "bellen", "niet bereikt", bereikt=False, dagdeel="ochtend")], ["3 Telefoon nee Ochtend"],
            id="gebeld"),
        pytest.param([taak(3, "huisbezoek", "bereikt", bereikt=True, dagdeel="avond")], ["3 Huisbezoek ja Avond"],
            id="aan de deur gesproken"),
        pytest.param([taak(3, "crisis", "bereikt", bereikt=True, dagdeel="middag")], ["3 Onbekend ja Middag"],
            id="crisis: bellen of bezoek is niet bekend"),
        pytest.param([taak(3, "gesprek-plannen", "gesprek gevoerd", vervolg="quick fix")], ["3 Afspraak op locatie ja"],
            id="een gesprek"),
        pytest.param([taak(3, "gesprek-plannen", "niet verschenen")], ["3 Afspraak op locatie nee"], id="niet gekomen"),
        pytest.param([taak(3, "uitval-uitzoeken", "opgelost"), taak(4, "reactie-lezen", "opgelost")], [],
            id="werk aan het bureau is geen poging"),
        pytest.param([brief(2), regel(Soort.BERICHT_VERVALLEN, 3, soort="hulpaanbod", poging=1, reden="x")], [],
            id="vervallen: nooit vertrokken"),
        pytest.param([brief(2), regel(Soort.BERICHT_MISLUKT, 3, soort="hulpaanbod", poging=1, kanaal="brief"),
            brief(4, poging=2)], ["4 Brief nee"], id="mislukt telt niet, de tweede wel"),
        pytest.param([taak(5, "bellen", "niet bereikt", bereikt=False, dagdeel="avond"), brief(2)],
            ["2 Brief nee", "5 Telefoon nee Avond"], id="op volgorde van dag"),
        pytest.param([brief(2, "hulpaanbod-herhaling")], [], id="wat nog klaarligt is geen poging"),
    ],
)  # fmt: skip
def test_contactpogingen(regels: list[Logregel], pogingen: list[str]) -> None:
    feit = Zaakfeit(1, (een_feit(),), Log(tuple(regels)), frozenset({("hulpaanbod-herhaling", 1)}))
    gekregen = [
        " ".join([str(int(p["datum"][-2:])), p["soort"], "ja" if p["bereikt"] else "nee", p.get("dagdeel", "")]).strip()
        for p in vorm.contactpogingen(feit)
    ]
    assert gekregen == pogingen


def test_een_zaak_met_twee_signalen_en_een_verhoogde_melding() -> None:
    log = Log((regel(Soort.MELDING, 20, meervoudig=False), regel(Soort.MELDING, 22, meervoudig=True),
               regel(Soort.GESLOTEN, 30, resultaat="Inwoner is overleden")))  # fmt: skip
    feit = Zaakfeit(7, (een_feit(1), een_feit(2), een_feit(3)), log)
    deel = vorm.zaak(feit, {1, 3}, voorbeeldstad())
    assert deel == {
        "resultaat": "Inwoner is overleden", "startdatumMatchingperiode": "2026-07-01",
        "einddatumMatchingperiode": "2026-07-31", "matchingsdatum": "2026-07-22", "datumOpgepakt": "2026-07-20",
        "vroegsignalen": [{"ID": "9999-00000001"}, {"ID": "9999-00000003"}], "contactpogingen": [],
    }  # fmt: skip
    assert vorm.status(feit) is Signaalstatus.OVERLEDEN


def test_een_open_zaak_heeft_geen_resultaat_en_voor_de_melding_geen_dagen() -> None:
    deel = vorm.zaak(Zaakfeit(7, (een_feit(),), Log()), {1}, voorbeeldstad())
    assert not deel.keys() & {"resultaat", "matchingsdatum", "datumOpgepakt"}
