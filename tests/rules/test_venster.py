"""May a bericht leave now? (rules/venster.py)"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.beleidsbestand import feestdagen
from rules.kalender import Kalender, Stilte
from rules.venster import (
    GeenVensterFout,
    VensterFout,
    begint_weer,
    bezoekvenster,
    druk_is_dicht,
    mag_nu,
    nog_s,
    smsvenster,
)

NEDERLAND = ZoneInfo("Europe/Amsterdam")
KALENDER = Kalender(feestdagen(), (Stilte.parse("12-20/01-02"),))
STANDAARD = ("ma-vr 09:00-20:00",)


def nl(tekst: str) -> datetime:
    """Return a moment on the Dutch clock."""
    return datetime.fromisoformat(tekst).replace(tzinfo=NEDERLAND)


@pytest.mark.parametrize(
    ("vensters", "moment", "mag", "weer"),
    [
        pytest.param(STANDAARD, "2026-07-14 08:59:59", False, "2026-07-14 09:00", id="een seconde te vroeg"),
        pytest.param(STANDAARD, "2026-07-14 09:00", True, "2026-07-14 09:00", id="op de eerste seconde"),
        pytest.param(STANDAARD, "2026-07-14 19:59:59", True, "2026-07-14 19:59:59", id="op de laatste seconde"),
        pytest.param(STANDAARD, "2026-07-14 20:00", False, "2026-07-15 09:00", id="om acht uur is het dicht"),
        pytest.param(STANDAARD, "2026-07-15 00:00", False, "2026-07-15 09:00", id="middernacht"),
        pytest.param(STANDAARD, "2026-07-17 21:00", False, "2026-07-20 09:00", id="vrijdagavond: maandag"),
        pytest.param(STANDAARD, "2026-07-18 12:00", False, "2026-07-20 09:00", id="zaterdag"),
        pytest.param(STANDAARD, "2026-04-27 12:00", False, "2026-04-28 09:00", id="Koningsdag"),
        pytest.param(STANDAARD, "2026-04-02 20:30", False, "2026-04-07 09:00", id="van Witte Donderdag tot na Pasen"),
        pytest.param(STANDAARD, "2026-12-18 20:00", False, "2027-01-04 09:00", id="de kerststilte"),
        pytest.param(STANDAARD, "2026-03-27 20:00", False, "2026-03-30 09:00", id="over de zomertijd heen"),
        pytest.param(STANDAARD, "2026-10-23 20:00", False, "2026-10-26 09:00", id="over de wintertijd heen"),
        pytest.param(("di 10:00-12:00",), "2026-07-14 12:00", False, "2026-07-21 10:00", id="een keer in de week"),
        pytest.param(("ma-vr 13:00-17:00", "ma-vr 09:00-12:00"), "2026-07-14 12:30", False, "2026-07-14 13:00",
                     id="in de pauze, en de volgorde telt niet"),
        pytest.param(("ma-vr 13:00-17:00", "ma-vr 09:00-12:00"), "2026-07-14 18:00", False, "2026-07-15 09:00",
                     id="na beide vensters"),
    ],
)  # fmt: skip
def test_wanneer_een_sms_weg_mag(vensters: tuple[str, ...], moment: str, mag: bool, weer: str) -> None:
    assert mag_nu(vensters, KALENDER, nl(moment)) is mag
    assert begint_weer(vensters, KALENDER, nl(moment)) == nl(weer)


def test_het_begin_staat_in_de_tijd_van_dat_seizoen() -> None:
    """Nine o'clock is 08:00 UTC in winter and 07:00 UTC in summer."""
    begin = begint_weer(STANDAARD, KALENDER, nl("2026-03-27 20:00"))
    assert begin.astimezone(UTC) == datetime(2026, 3, 30, 7, tzinfo=UTC)
    begin = begint_weer(STANDAARD, KALENDER, nl("2026-10-23 20:00"))
    assert begin.astimezone(UTC) == datetime(2026, 10, 26, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("vensters", "moment", "seconden"),
    [
        pytest.param(STANDAARD, "2026-07-14 19:59:30", 30, id="een halve minuut voor sluiting"),
        pytest.param(STANDAARD, "2026-07-14 09:00", 11 * 3600, id="de hele dag nog"),
        pytest.param(STANDAARD, "2026-07-14 20:00", 0, id="dicht"),
        pytest.param(STANDAARD, "2026-07-14 03:00", 0, id="nog niet open"),
        pytest.param(("ma-vr 09:00-12:00", "ma-vr 12:00-17:00"), "2026-07-14 11:00", 21600, id="twee die aansluiten"),
        pytest.param(("ma-vr 10:00-16:00", "ma-vr 09:00-12:00"), "2026-07-14 11:00", 5 * 3600, id="twee over elkaar"),
        pytest.param(("ma-vr 09:00-12:00", "ma-vr 13:00-17:00"), "2026-07-14 11:00", 3600, id="tot de pauze"),
        pytest.param(("ma-vr 09:00-12:00", "do 12:00-17:00"), "2026-07-14 11:00", 3600, id="een venster van donderdag"),
        pytest.param(("ma-vr 09:00-12:00",), "2026-07-14 11:59:59.5", 0, id="minder dan een seconde"),
    ],
)  # fmt: skip
def test_hoe_lang_het_venster_nog_open_is(vensters: tuple[str, ...], moment: str, seconden: int) -> None:
    assert nog_s(vensters, nl(moment)) == seconden


@pytest.mark.parametrize(
    ("moment", "seconden"),
    [
        pytest.param("1942-11-02 01:30", 3.5 * 3600, id="de klok ging een uur terug"),
        pytest.param("1943-03-29 01:30", 1.5 * 3600, id="de klok ging een uur vooruit"),
        pytest.param("1943-04-05 01:30", 2.5 * 3600, id="een gewone nacht"),
    ],
)
def test_in_de_nacht_van_de_klok_tellen_echte_seconden(moment: str, seconden: float) -> None:
    """The clock changes on Sundays now, when no window is open; in 1942 and 1943 it did on a Monday."""
    assert nog_s(("ma 01:00-04:00",), nl(moment)) == seconden


@given(st.datetimes(datetime(2016, 1, 1), datetime(2058, 1, 1)), st.sampled_from([STANDAARD, ("wo 08:00-08:01",)]))
def test_het_volgende_begin_is_open_en_het_eerste(moment: datetime, vensters: tuple[str, ...]) -> None:
    nu = moment.replace(tzinfo=NEDERLAND)
    begin = begint_weer(vensters, KALENDER, nu)
    assert begin >= nu and mag_nu(vensters, KALENDER, begin) and nog_s(vensters, begin) >= 0
    if begin > nu:
        assert not mag_nu(vensters, KALENDER, begin - timedelta(seconds=1))
        halverwege = nu + (begin - nu) / 2
        assert not mag_nu(vensters, KALENDER, halverwege)


def test_een_moment_zonder_tijdzone_wordt_geweigerd() -> None:
    moment = datetime(2026, 7, 14, 12)
    with pytest.raises(ValueError, match="tijdzone"):
        mag_nu(STANDAARD, KALENDER, moment)
    with pytest.raises(ValueError, match="tijdzone"):
        nog_s(STANDAARD, moment)
    with pytest.raises(ValueError, match="tijdzone"):
        druk_is_dicht("16:00", moment.date(), moment)


@pytest.mark.parametrize("vensters", [(), ("za 09:00-12:00",)], ids=["geen venster", "alleen op zaterdag"])
def test_een_venster_dat_nooit_opengaat_zegt_dat(vensters: tuple[str, ...]) -> None:
    assert not mag_nu(vensters, KALENDER, nl("2026-07-14 12:00"))
    with pytest.raises(GeenVensterFout):
        begint_weer(vensters, KALENDER, nl("2026-07-14 12:00"))


def test_op_zaterdag_is_er_wel_een_bezoek_maar_geen_sms() -> None:
    assert bezoekvenster("za 10:00-12:00") == "za 10:00-12:00"
    for venster in ("za 10:00-12:00", "ma-za 10:00-12:00"):
        with pytest.raises(VensterFout, match="zaterdag"):
            smsvenster(venster)


@pytest.mark.parametrize(
    ("sluit", "moment", "dicht"),
    [
        pytest.param("", "2026-07-14 00:00", True, id="zonder sluittijd meteen"),
        pytest.param("16:00", "2026-07-13 17:00", False, id="de dag ervoor"),
        pytest.param("16:00", "2026-07-14 15:59:59", False, id="nog net te annuleren"),
        pytest.param("16:00", "2026-07-14 16:00", True, id="op de sluittijd"),
        pytest.param("16:00", "2026-07-15 08:00", True, id="een dag later"),
        pytest.param("00:00", "2026-07-14 00:00", True, id="aan het begin van de dag"),
        pytest.param("23:59", "2026-07-14 23:58", False, id="tot het eind van de dag"),
    ],
)
def test_tot_wanneer_een_brief_tegen_te_houden_is(sluit: str, moment: str, dicht: bool) -> None:
    assert druk_is_dicht(sluit, date(2026, 7, 14), nl(moment)) is dicht
