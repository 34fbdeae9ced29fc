"""Every form of every field: what is read, and what is refused rather than guessed."""

from collections.abc import Callable
from datetime import date

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.lezen.velden import (
    OngeldigVeld,
    Telefoon,
    lees_bedrag,
    lees_bedrag_of_nul,
    lees_bsn,
    lees_datum,
    lees_email,
    lees_geheel,
    lees_huisnummer,
    lees_ja_nee,
    lees_postcode,
    lees_sleutel,
    lees_telefoon,
    lees_tot,
)


@pytest.mark.parametrize(
    ("tekst", "centen"),
    [
        ("1.234,56", 123456),
        ("1234,56", 123456),
        ("1234.56", 123456),
        ("1.234.567,00", 123456700),
        ("0,01", 1),
        ("999.99", 99999),
        ("007,50", 750),
        ("10.000.000,00", 1_000_000_000),
    ],
)
def test_bedragen_die_we_lezen(tekst: str, centen: int) -> None:
    assert lees_bedrag(tekst) == centen


@pytest.mark.parametrize(
    ("tekst", "woord"),
    [
        pytest.param("1.234", "twee decimalen", id="1.234: duizend of een komma twee?"),
        pytest.param("1,234", "twee decimalen", id="1,234: duizend of een komma twee?"),
        pytest.param("1234", "twee decimalen", id="zonder decimalen: euro's of centen?"),
        pytest.param("12,5", "twee decimalen", id="een decimaal"),
        pytest.param("12,345", "twee decimalen", id="drie decimalen"),
        pytest.param("1,234.56", "twee decimalen", id="Engelse notatie"),
        pytest.param("1.23,45", "twee decimalen", id="punt op de verkeerde plaats"),
        pytest.param("0.123,45", "twee decimalen", id="duizendtal dat met nul begint"),
        pytest.param("12345.678,90", "twee decimalen", id="half gegroepeerd"),
        pytest.param("1e9", "twee decimalen", id="wetenschappelijke notatie"),
        pytest.param("€ 12,00", "twee decimalen", id="euroteken"),
        pytest.param("12,00 EUR", "twee decimalen", id="munt erachter"),
        pytest.param("١٢,٣٤", "twee decimalen", id="andere cijfers"),
        pytest.param("-5,00", "onder nul", id="negatief"),
        pytest.param("0,00", "hoger zijn dan", id="nul"),
        pytest.param("10.000.000,01", "hoger dan", id="onmogelijk hoog"),
        pytest.param("9" * 5000 + ",00", "hoger dan", id="vijfduizend cijfers"),
    ],
)
def test_bedragen_die_we_weigeren(tekst: str, woord: str) -> None:
    with pytest.raises(OngeldigVeld, match=woord):
        lees_bedrag(tekst)


def test_openstaand_mag_nul_zijn() -> None:
    assert lees_bedrag_of_nul("0,00") == 0


@given(centen=st.integers(1, 1_000_000_000))
def test_drie_notaties_geven_hetzelfde_bedrag(centen: int) -> None:
    euro, cent = divmod(centen, 100)
    gegroepeerd = f"{euro:,}".replace(",", ".")
    gelezen = {lees_bedrag(vorm) for vorm in (f"{gegroepeerd},{cent:02}", f"{euro},{cent:02}", f"{euro}.{cent:02}")}
    assert gelezen == {centen}


def test_datum_in_twee_vormen() -> None:
    assert lees_datum("2026-05-31") == lees_datum("31-05-2026") == date(2026, 5, 31)


@pytest.mark.parametrize(
    "tekst", ["31/05/2026", "2026-5-31", "31-05-26", "20260531", "2026-05-31 00:00", "31 mei 2026"]
)
def test_datum_in_een_andere_vorm(tekst: str) -> None:
    with pytest.raises(OngeldigVeld, match="verwacht een datum"):
        lees_datum(tekst)


@pytest.mark.parametrize("tekst", ["2026-02-30", "29-02-2025", "2026-13-01", "0000-01-01", "05-31-2026"])
def test_datum_die_niet_bestaat(tekst: str) -> None:
    with pytest.raises(OngeldigVeld, match="bestaat niet"):
        lees_datum(tekst)


@pytest.mark.parametrize("tekst", ["1234AB", "1234 ab", "1234aB"])
def test_postcode(tekst: str) -> None:
    assert lees_postcode(tekst) == "1234AB"


@pytest.mark.parametrize("tekst", ["0234AB", "1234", "1234ABC", "1234SS", "AB1234", "B-1000", "12345"])
def test_postcode_die_niet_kan(tekst: str) -> None:
    with pytest.raises(OngeldigVeld, match="postcode zoals 1234AB"):
        lees_postcode(tekst)


def test_bsn_met_en_zonder_voorloopnul() -> None:
    assert lees_bsn("100600505") == "100600505"
    assert lees_bsn("010464554") == lees_bsn("10464554") == "010464554"


@pytest.mark.parametrize(
    ("tekst", "woord"),
    [("100600506", "elfproef"), ("000000000", "elfproef"), ("9830", "negen cijfers"), ("1006.00.505", "negen cijfers")],
)
def test_bsn_die_niet_kan(tekst: str, woord: str) -> None:
    with pytest.raises(OngeldigVeld, match=woord):
        lees_bsn(tekst)


@pytest.mark.parametrize(
    ("tekst", "telefoon"),
    [
        ("0612345678", Telefoon("+31612345678", True)),
        ("06-12 34 56 78", Telefoon("+31612345678", True)),
        ("0031 6 12345678", Telefoon("+31612345678", True)),
        ("+31612345678", Telefoon("+31612345678", True)),
        ("'+31612345678", Telefoon("+31612345678", True)),
        ("612345678", Telefoon("+31612345678", True)),
        ("(020) 123 45 67", Telefoon("+31201234567", False)),
        ("097012345678", Telefoon("+3197012345678", False)),
        ("+32 475 12 34 56", Telefoon("+32475123456", True)),
    ],
)
def test_telefoonnummers(tekst: str, telefoon: Telefoon) -> None:
    assert lees_telefoon(tekst) == telefoon


@pytest.mark.parametrize(
    "tekst", ["geen", "0612", "0900-1234", "14020", "0612345678 / 0201234567", "06123456789999", "+", "0" * 3000]
)
def test_telefoonnummers_waarop_geen_inwoner_opneemt(tekst: str) -> None:
    with pytest.raises(OngeldigVeld, match="geen geldig telefoonnummer"):
        lees_telefoon(tekst)


@given(st.integers(0, 99_999_999))
def test_e164_is_wat_de_bibliotheek_schrijft(achter: int) -> None:
    tekst = f"06{achter:08}"
    nummer = phonenumbers.parse(tekst, "NL")
    if phonenumbers.number_type(nummer) != phonenumbers.PhoneNumberType.MOBILE:  # 066 is a pager
        with pytest.raises(OngeldigVeld):
            lees_telefoon(tekst)
    else:
        verwacht = phonenumbers.format_number(nummer, phonenumbers.PhoneNumberFormat.E164)
        assert lees_telefoon(tekst).nummer == verwacht


def test_email() -> None:
    assert lees_email("Jan@Voorbeeld.NL") == "Jan@voorbeeld.nl"


@pytest.mark.parametrize(
    ("tekst", "woord"),
    [
        ("jan@gmail.con", "bedoeld: gmail.com"),
        ("jan@hotmial.com", "bedoeld: hotmail.com"),
        ("jan", "geen geldig"),
        ("jan@@voorbeeld.nl", "geen geldig"),
        ("jan@voorbeeld", "geen geldig"),
        ("a" * 300 + "@voorbeeld.nl", "geen geldig"),
    ],
)
def test_email_die_niet_kan(tekst: str, woord: str) -> None:
    with pytest.raises(OngeldigVeld, match=woord):
        lees_email(tekst)


@pytest.mark.parametrize(("tekst", "ja"), [("ja", True), ("JA", True), ("1", True), ("false", False), ("0", False)])
def test_ja_of_nee(tekst: str, ja: bool) -> None:
    assert lees_ja_nee(tekst) is ja


@pytest.mark.parametrize(
    ("lees", "tekst"),
    [
        (lees_ja_nee, "misschien"),
        (lees_geheel, "0"),
        (lees_geheel, "-1"),
        (lees_geheel, "1.0"),
        (lees_geheel, "²"),
        (lees_huisnummer, "12A"),
        (lees_huisnummer, "100000"),
        (lees_sleutel, "2,026E+09"),
        (lees_sleutel, "2026;DROP"),
    ],
)
def test_overige_velden_die_niet_kunnen(lees: Callable[[str], object], tekst: str) -> None:
    with pytest.raises(OngeldigVeld):
        lees(tekst)


@pytest.mark.parametrize(
    ("kenmerk", "tot"),
    [
        ("tot 2026-09-01", date(2026, 9, 1)),
        ("Uitstel TOT 01-09-2026, zie brief", date(2026, 9, 1)),
        ("tot nader order", None),
        ("totaal 2026-09-01", None),
        ("tot 2026-09-011", None),
    ],
)
def test_einddatum_in_een_kenmerk(kenmerk: str, tot: date | None) -> None:
    assert lees_tot(kenmerk) == tot


@given(st.text(max_size=40))
def test_een_veld_is_goed_of_ongeldig_en_anders_niets(tekst: str) -> None:
    uitkomsten: list[object] = []
    for lees in (
        lees_datum, lees_bedrag, lees_bsn, lees_email, lees_geheel, lees_huisnummer, lees_ja_nee, lees_postcode,
        lees_sleutel, lees_telefoon,
    ):  # fmt: skip
        try:
            uitkomsten.append(lees(tekst))
        except OngeldigVeld as fout:
            uitkomsten.append(str(fout))
    assert all(uitkomst not in ("", None) for uitkomst in uitkomsten)
