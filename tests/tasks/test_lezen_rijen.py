"""Every kind of dirt in a row, with the Dutch reason; and what a good row becomes."""

from datetime import date
from pathlib import Path

import pytest

from rules.levering import Adres, Belastingsoort, MutatieRij, Mutatiesoort, Persoon, Sector, SignaalRij, VorderingRij
from tasks.lezen import Afgekeurd, Leveringsoort
from tests.tasks.lezen_bouwstenen import aanvaard, lees, redenen, rij_tekst

V, M, S = Leveringsoort.VORDERINGEN, Leveringsoort.MUTATIES, Leveringsoort.SIGNALEN
FORMULE = "begint als een formule en dat is niet toegestaan"
TEKEN = "bevat een onzichtbaar of onleesbaar teken"
EEN_BEDRAG = "verwacht een bedrag met twee decimalen, zoals 1.234,56 of 1234,56 of 1234.56"
EEN_DATUM = "verwacht een datum zoals 2026-05-31 of 31-05-2026"
AFGEROND = "Excel heeft dit nummer afgerond; maak de kolom op als tekst en exporteer opnieuw"
HUISNUMMER = "verwacht alleen cijfers (1 tot 99999); zet een letter in de kolom toevoeging"
GEEN_BELASTING = "een verkeersboete (Wahv) is geen gemeentelijke belasting; het CJIB int die, Tijdig doet er niets mee"

VUIL: list[tuple[Leveringsoort, dict[str, str], str]] = [
    (V, {"aanslagnummer": ""}, "aanslagnummer: ontbreekt"),
    (V, {"achternaam": "   "}, "achternaam: ontbreekt"),
    (V, {"aanslagnummer": "2,026E+09"}, f"aanslagnummer: {AFGEROND}"),
    (V, {"aanslagnummer": "9" * 41}, "aanslagnummer: langer dan 40 tekens"),
    (V, {"regel": "0"}, "regel: verwacht een geheel getal boven 0"),
    (V, {"regel": "a"}, "regel: verwacht een geheel getal boven 0"),
    (V, {"bsn": "100600506"}, "bsn: dit is geen geldig BSN (elfproef)"),
    (V, {"bsn": "9830"}, "bsn: verwacht een BSN van negen cijfers"),
    (V, {"postcode": "0234AB"}, "postcode: verwacht een postcode zoals 1234AB"),
    (V, {"huisnummer": "12a"}, f"huisnummer: {HUISNUMMER}"),
    (V, {"belastingsoort": "precario"}, "belastingsoort: verwacht een van: " + ", ".join(Belastingsoort)),
    (V, {"belastingsoort": "cjib"}, f"belastingsoort: {GEEN_BELASTING}"),
    (V, {"belastingsoort": "WAHV"}, f"belastingsoort: {GEEN_BELASTING}"),
    (V, {"belastingjaar": "2020"}, "belastingjaar: past niet bij de dagtekening (hooguit 5 jaar ervoor, 1 jaar erna)"),
    (V, {"belastingjaar": "2028"}, "belastingjaar: past niet bij de dagtekening (hooguit 5 jaar ervoor, 1 jaar erna)"),
    (V, {"bedrag": "1.234"}, f"bedrag: {EEN_BEDRAG}"),
    (V, {"bedrag": "€ 12,00"}, f"bedrag: {EEN_BEDRAG}"),
    (V, {"bedrag": "-5,00"}, "bedrag: een bedrag onder nul is niet toegestaan"),
    (V, {"bedrag": "0,00", "openstaand": ""}, "bedrag: het bedrag moet hoger zijn dan 0,00"),
    (V, {"openstaand": "1234,57"}, "openstaand: hoger dan bedrag"),
    (V, {"dagtekening": "31/05/2026"}, f"dagtekening: {EEN_DATUM}"),
    (V, {"vervaldag": "2026-02-30"}, "vervaldag: deze datum bestaat niet"),
    (V, {"vervaldag": "2026-02-27"}, "dagtekening: ligt na vervaldag"),
    (V, {"vervaldag": "3026-05-31"}, "vervaldag: het jaartal kan niet kloppen"),
    (V, {"geboortedatum": "1889-12-31"}, "geboortedatum: ligt voor 1890"),
    (V, {"geboortedatum": "2026-03-01"}, "geboortedatum: ligt na dagtekening"),
    (V, {"achternaam": "x" * 201}, "achternaam: langer dan 200 tekens"),
    (V, {"achternaam": "x" * 5000}, "achternaam: langer dan 200 tekens"),
    (V, {"achternaam": "=HYPERLINK(1)"}, f"achternaam: {FORMULE}"),
    (V, {"achternaam": "  =1+1"}, f"achternaam: {FORMULE}"),
    (V, {"achternaam": "@SUM(A1)"}, f"achternaam: {FORMULE}"),
    (V, {"straat": "+1234"}, f"straat: {FORMULE}"),
    (V, {"straat": "＝1+1"}, f"straat: {FORMULE}"),
    (V, {"toevoeging": "-A"}, f"toevoeging: {FORMULE}"),
    (V, {"toevoeging": "-2|cmd"}, f"toevoeging: {FORMULE}"),
    (V, {"email": "=1+1"}, f"email: {FORMULE}"),
    (V, {"achternaam": "\tJansen"}, f"achternaam: {TEKEN}"),
    (V, {"achternaam": "Jan\0sen"}, f"achternaam: {TEKEN}"),
    (V, {"achternaam": "Jan\u202esen"}, f"achternaam: {TEKEN}"),
    (V, {"achternaam": "Jan\u200bsen"}, f"achternaam: {TEKEN}"),
    (V, {"achternaam": "ZoÃ«"}, "achternaam: bevat beschadigde letters; lever het bestand opnieuw aan als UTF-8"),
    (V, {"woonplaats": "#N/B"}, "woonplaats: Excel geeft een fout in deze cel"),
    (M, {"soort": "gestolen"}, "soort: verwacht een van: " + ", ".join(Mutatiesoort)),
    (M, {"bedrag": ""}, "bedrag: ontbreekt bij betaling"),
    (M, {"soort": "kosten", "bedrag": ""}, "bedrag: ontbreekt bij kosten"),
    (M, {"soort": "uitstel_verleend", "kenmerk": "tot 2026-05-01"}, "kenmerk: de einddatum ligt voor datum"),
    (M, {"soort": "uitstel_verleend", "kenmerk": "tot 2026-13-01"}, "kenmerk: deze datum bestaat niet"),
    (M, {"datum": "1026-06-01"}, "datum: het jaartal kan niet kloppen"),
    (S, {"huisnummer": ""}, "huisnummer: ontbreekt"),
    (S, {"sector": "gas"}, "sector: verwacht een van: " + ", ".join(Sector)),
    (S, {"ontstaansdatum": "2026-07-14"}, "ontstaansdatum: ligt na signaaldatum"),
    (S, {"crisis": "misschien"}, "crisis: verwacht ja of nee"),
    (S, {"bsn": "1"}, "bsn: verwacht een BSN van negen cijfers"),
]  # fmt: skip


@pytest.mark.parametrize(("soort", "anders", "reden"), VUIL)
def test_vuile_rij_krijgt_een_reden(tmp_path: Path, soort: Leveringsoort, anders: dict[str, str], reden: str) -> None:
    rijen = lees(tmp_path, soort, rij_tekst(soort, **anders), rij_tekst(soort))
    assert redenen(rijen[0]) == (reden,)
    assert aanvaard(rijen[1]).regelnummer == 3


def test_aantallen_kloppen_over_alle_vuil(tmp_path: Path) -> None:
    for soort in Leveringsoort:
        vuil = [rij_tekst(soort, **anders) for bij, anders, _ in VUIL if bij == soort]
        goed = [rij_tekst(soort)] * 7
        rijen = lees(tmp_path, soort, *vuil, *goed)
        assert [rij.regelnummer for rij in rijen] == list(range(2, 2 + len(vuil) + 7))
        assert sum(isinstance(rij, Afgekeurd) for rij in rijen) == len(vuil)


def test_alle_redenen_van_een_rij_samen(tmp_path: Path) -> None:
    (rij,) = lees(tmp_path, V, rij_tekst(V, straat="", postcode="", bedrag="1.234"))
    assert redenen(rij) == (f"bedrag: {EEN_BEDRAG}", "straat: ontbreekt", "postcode: ontbreekt")


def test_redenen_herhalen_de_cel_niet(tmp_path: Path) -> None:
    (rij,) = lees(
        tmp_path, V, rij_tekst(V, bsn="123123123", postcode="GEHEIM", bedrag="GEHEIM", geboortedatum="GEHEIM")
    )
    assert not any("GEHEIM" in reden or "123123123" in reden for reden in redenen(rij))


def test_goede_vordering(tmp_path: Path) -> None:
    (rij,) = lees(tmp_path, V, rij_tekst(V, postcode="1234 ab", regel="01", bsn="10464554"))
    adres = Adres("Dorpsstraat", "12", "A", "1234AB", "Voorbeeldstad")
    persoon = Persoon(
        "Vries", "A.B.", "de", date(1980, 2, 29), "010464554", adres, "+31612345678", True, "a@voorbeeld.nl"
    )
    assert aanvaard(rij).rij == VorderingRij(
        "2026000001",
        "1",
        persoon,
        Belastingsoort.RIOOLHEFFING,
        2026,
        123456,
        23456,
        date(2026, 2, 28),
        date(2026, 5, 31),
    )
    assert aanvaard(rij).opmerkingen == ("bsn: voorloopnul teruggezet",)
    assert aanvaard(rij).bron["postcode"] == "1234 ab"


def test_openstaand_leeg_is_alles_en_nul_mag(tmp_path: Path) -> None:
    leeg, nul = lees(tmp_path, V, rij_tekst(V, openstaand=""), rij_tekst(V, openstaand="0,00"))
    assert [rij.rij.openstaand for rij in map(aanvaard, (leeg, nul)) if isinstance(rij.rij, VorderingRij)] == [
        123456,
        0,
    ]


def test_foute_telefoon_en_email_kosten_alleen_dat_veld(tmp_path: Path) -> None:
    (rij,) = lees(tmp_path, V, rij_tekst(V, telefoon="0612", email="jan@gmail.con", geboortedatum=""))
    vordering = aanvaard(rij).rij
    assert isinstance(vordering, VorderingRij)
    persoon = vordering.persoon
    assert (persoon.telefoon, persoon.mobiel, persoon.email, persoon.geboortedatum) == ("", False, "", None)
    assert aanvaard(rij).opmerkingen == (
        "telefoon niet overgenomen: geen geldig telefoonnummer van een inwoner",
        "email niet overgenomen: het e-mailadres lijkt een tikfout te hebben (bedoeld: gmail.com?)",
    )


@pytest.mark.parametrize("anders", [{"telefoon": "+31612345678"}, {"toevoeging": "-2"}, {"woonplaats": "'s-Gravenhage"},
                                    {"straat": "Koningin\u00a0Julianaplein"}, {"achternaam": "Ångström-Çelik"},
                                    {"belastingsoort": "OZB_Eigenaar"}, {"achternaam": "Zoe\u0308"}])  # fmt: skip
def test_wat_op_vuil_lijkt_maar_goed_is(tmp_path: Path, anders: dict[str, str]) -> None:
    (rij,) = lees(tmp_path, V, rij_tekst(V, **anders))
    assert aanvaard(rij).opmerkingen == ()


def test_letters_en_spaties_worden_gewoon(tmp_path: Path) -> None:
    (rij,) = lees(tmp_path, V, rij_tekst(V, achternaam="Zoe\u0308\u00a0 Jansen"))
    vordering = aanvaard(rij).rij
    assert isinstance(vordering, VorderingRij)
    assert vordering.persoon.achternaam == "Zoë Jansen"


@pytest.mark.parametrize(
    ("soort", "anders"),
    [
        (V, {"vervaldag": "2026-02-28"}),
        (V, {"geboortedatum": "2026-02-28"}),
        (V, {"geboortedatum": "1890-01-01"}),
        (V, {"belastingjaar": "2021"}),
        (V, {"belastingjaar": "2027"}),
        (V, {"openstaand": "1234.56"}),
        (S, {"ontstaansdatum": "2026-07-13"}),
        (M, {"soort": "uitstel_verleend", "kenmerk": "tot 2026-06-01"}),
    ],
)
def test_precies_op_de_grens_is_goed(tmp_path: Path, soort: Leveringsoort, anders: dict[str, str]) -> None:
    (rij,) = lees(tmp_path, soort, rij_tekst(soort, **anders))
    assert aanvaard(rij).opmerkingen == ()


def test_uitstel_met_en_zonder_einddatum(tmp_path: Path) -> None:
    met, zonder = lees(
        tmp_path,
        M,
        rij_tekst(M, soort="uitstel_verleend", bedrag="", kenmerk="tot 2026-09-01"),
        rij_tekst(M, soort="regeling_getroffen", bedrag="", kenmerk="tot nader order"),
    )
    tot = date(2026, 9, 1)
    verwacht = MutatieRij("2026000001", Mutatiesoort.UITSTEL_VERLEEND, date(2026, 6, 1), None, "tot 2026-09-01", tot)
    assert aanvaard(met).rij == verwacht
    assert aanvaard(zonder).opmerkingen == ("kenmerk: geen einddatum gevonden (verwacht: tot JJJJ-MM-DD)",)


def test_signaal_met_alleen_een_adres(tmp_path: Path) -> None:
    (rij,) = lees(tmp_path, S, rij_tekst(S, crisis="JA", ontstaansdatum=""))
    persoon = Persoon(adres=Adres(huisnummer="12", postcode="1234AB"))
    assert aanvaard(rij).rij == SignaalRij(
        "W-77", "Waterbedrijf", Sector.WATER, persoon, 18000, date(2026, 7, 13), None, crisis=True
    )
