"""What do residents read, and can nobody slip something into it? (tasks/sjablonen.py, templates/)"""

import os
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from rules.woorden import Berichtsoort, Doelgroep, Kanaal
from tasks.briefgegevens import Briefgegevens, OntbrekendGegeven, rekeningtabel
from tasks.fouten import PermanentFailure
from tasks.sjablonen import (
    SJABLONEN,
    Alineasoort,
    FoutSjabloon,
    GeenSjabloon,
    Tekst,
    schrijf,
)
from tests.tasks.brieven import (
    ALLE,
    BRIEFSOORTEN,
    EMAILSOORTEN,
    HULP,
    INCASSO,
    WATER,
    gegevens_voor,
)

GOLDEN = Path(__file__).parent / "golden"
VREEMD = (
    '#read("geheim.txt")',
    "{{7*7}}",
    "{% raw %}",
    "<script>alert(1)</script>",
    "*x*",
    "//",
    "[[blok x]]",
    "$1 @y \\",
)
SJABLOONBESTANDEN = sorted(pad for map_ in ("email", "letters", "sms") for pad in (SJABLONEN / map_).glob("*.j2"))
"""What residents read; a mail to colleagues or a report is made by other rules."""
GEVALLEN = [
    pytest.param(soort, kanaal, doelgroep, id=f"{kanaal}-{soort}-{doelgroep}")
    for soort, kanaal in ALLE
    for doelgroep in Doelgroep
]


def vorm(tekst: Tekst, gegevens: Briefgegevens) -> str:
    """A bericht as a colleague would read it in a review."""
    stukken = [
        f"[{tekst.sjabloon}: {', '.join(tekst.tekstblokken)}]",
        tekst.onderwerp,
        f"**{tekst.actie}**",
        tekst.aanhef,
    ]
    for alinea in tekst.alineas:
        regels = alinea.regels
        if alinea.soort is Alineasoort.REKENINGEN:
            regels = tuple(" | ".join(rij) for rij in rekeningtabel(gegevens, 12))
        begin = {Alineasoort.VRAAG: "## ", Alineasoort.LIJST: "- "}.get(alinea.soort, "")
        stukken.append("\n".join(begin + regel for regel in regels))
    return "\n\n".join(filter(None, [*stukken, tekst.slot])).replace("\u00a0", " ") + "\n"


@pytest.mark.parametrize(("soort", "kanaal", "doelgroep"), GEVALLEN)
def test_golden(soort: Berichtsoort, kanaal: Kanaal, doelgroep: Doelgroep) -> None:
    """Every word change is seen in review. Write anew with TIJDIG_GOLDEN=schrijf."""
    gegevens = gegevens_voor(soort, doelgroep)
    gelezen = vorm(schrijf(soort, kanaal, gegevens), gegevens)
    bestand = GOLDEN / f"{kanaal}-{soort}.{doelgroep}.txt"
    if os.environ.get("TIJDIG_GOLDEN") == "schrijf":
        bestand.write_text(gelezen, encoding="utf-8")
    assert gelezen == bestand.read_text(encoding="utf-8")


@pytest.mark.parametrize("soort", BRIEFSOORTEN)
def test_each_doelgroep_gets_other_words(soort: Berichtsoort) -> None:
    teksten = {d: schrijf(soort, Kanaal.BRIEF, gegevens_voor(soort, d)).platte_tekst for d in Doelgroep}
    assert len(set(teksten.values())) == len(Doelgroep)
    kern = {
        "ondernemer": "Bbz",
        "jongere": "Jongerenloket",
        "aow": "bij u thuis",
        "huiseigenaar": "ypothe",
        "huurder": "huurt",
    }
    for doelgroep, woord in kern.items():
        assert woord in teksten[Doelgroep(doelgroep)]


@pytest.mark.parametrize("soort", BRIEFSOORTEN)
@pytest.mark.parametrize("doelgroep", Doelgroep)
def test_every_letter_helps(soort: Berichtsoort, doelgroep: Doelgroep) -> None:
    """A named worker with a phone, one action on top, 'al betaald', and all ways out."""
    gegevens = gegevens_voor(soort, doelgroep)
    tekst = schrijf(soort, Kanaal.BRIEF, gegevens)
    woorden = tekst.platte_tekst
    assert gegevens.afzender.medewerker in tekst.slot
    assert gegevens.afzender.medewerker_telefoon in tekst.actie
    assert "Dan is deze brief niet voor u" in woorden
    assert all(punt in woorden for punt in gegevens.afzender.inlooppunten)
    if soort in INCASSO:
        assert "verwijzing_schuldhulpverlening" in tekst.tekstblokken
        assert all(woord in woorden for woord in ("Kwijtschelding", "Betalingsregeling", "schuldhulp"))
    else:
        assert all(
            woord in woorden for woord in ("gratis", "U kiest zelf", "U hoeft niet te zeggen waarom", WATER.partner)
        )


def test_herinnering_offers_to_share_and_says_how_to_refuse() -> None:
    """Tijdelijke regeling art. 1.2 d: the offer, and the right to say no before a date."""
    tekst = schrijf(Berichtsoort.HERINNERING, Kanaal.BRIEF, gegevens_voor(Berichtsoort.HERINNERING))
    assert "aanbod_delen_contactgegevens" in tekst.tekstblokken
    assert "Wilt u dit niet? Bel, mail of schrijf ons uiterlijk op vrijdag 19 juni 2026." in tekst.platte_tekst
    assert "Deze brief kost u niets." in tekst.platte_tekst


def test_without_grondslag_silence_is_a_no() -> None:
    gegevens = gegevens_voor(Berichtsoort.HERINNERING, delen_zonder_bezwaar=False)
    woorden = schrijf(Berichtsoort.HERINNERING, Kanaal.BRIEF, gegevens).platte_tekst
    assert "Wij delen niets zonder dat u ja zegt." in woorden
    assert "Dan mogen wij uw gegevens ook delen" not in woorden


@pytest.mark.parametrize(
    ("soort", "leeg"),
    [
        pytest.param(Berichtsoort.HERINNERING, {"uiterste_dag": None}, id="geen uiterste dag"),
        pytest.param(Berichtsoort.AANKONDIGING_HUISBEZOEK, {"bezoekdag": None}, id="geen bezoekdag"),
        pytest.param(Berichtsoort.HULPAANBOD_HERHALING, {"eerdere_brief": None}, id="geen eerdere brief"),
        pytest.param(Berichtsoort.HERINNERING, {"afzender": HULP}, id="geen IBAN om naar te betalen"),
        pytest.param(Berichtsoort.HULPAANBOD, {"melders": ()}, id="niet bekend wie iets meldde"),
        pytest.param(Berichtsoort.AANMANING, {"regels": ()}, id="geen rekening om te betalen"),
        pytest.param(Berichtsoort.CONTACTVERZOEK, {"regels": ()}, id="geen rekening om over te praten"),
    ],
)
def test_a_missing_fact_is_never_a_hole_in_a_letter(soort: Berichtsoort, leeg: dict[str, Any]) -> None:
    with pytest.raises(OntbrekendGegeven) as fout:
        schrijf(soort, Kanaal.BRIEF, gegevens_voor(soort, **leeg))
    assert "Berg" not in str(fout.value)
    assert fout.value.__context__ is None


@pytest.mark.parametrize(
    ("fout", "soort"),
    [
        ("{{ onbekend }}", OntbrekendGegeven),
        ("{{ afzender.onbekend }}", OntbrekendGegeven),
        ("{% if onbekend %}x{% endif %}", OntbrekendGegeven),
        ("{{ regels[99].omschrijving }}", OntbrekendGegeven),
        ("{% include '_bestaat_niet.j2' %}", OntbrekendGegeven),
        ("{% include '../sms/brief-onderweg.j2' %}", OntbrekendGegeven),
        ("{% include '/etc/hostname' %}", OntbrekendGegeven),
        ("{% import 'os' as os %}{{ os }}", OntbrekendGegeven),
        ("{{ lipsum.__globals__ }}", OntbrekendGegeven),
        ("{{ range(9) }}", OntbrekendGegeven),
        ("{% if %}", FoutSjabloon),
        ("{{ ''.__class__.__mro__ }}", FoutSjabloon),
        ("{{ ''|attr('__class__') }}", FoutSjabloon),
        ("{{ '{0.__class__}'.format(afzender) }}", FoutSjabloon),
        ("{{ afzender.__init__.__globals__ }}", FoutSjabloon),
        ("{{ self.__init__ }}", FoutSjabloon),
        ("{{ afzender|pprint }}", FoutSjabloon),
        ("{% set afzender.iban = 'x' %}", FoutSjabloon),
        ("{% include '_al_betaald.j2' %}", FoutSjabloon),
        ("{{ kosten / 0 }}", FoutSjabloon),
        ("{{ kosten + achternaam }}", FoutSjabloon),
        ("{{ uiterste_dag|euro }}", FoutSjabloon),
        ("{{ uiterste_dag }}", FoutSjabloon),
        ("{{ regels }}", FoutSjabloon),
        ("{{ afzender }}", FoutSjabloon),
        ("{{ delen_zonder_bezwaar }}", FoutSjabloon),
    ],
)
def test_undefined_placeholder_fails(fout: str, soort: type[PermanentFailure], tmp_path: Path) -> None:
    """A typing error, or a placeholder that looks inside Python or at the disk, never reaches a resident; and the
    failure does not carry what stood in the letter.
    """
    map_ = kopie(tmp_path)
    (map_ / "letters" / "_al_betaald.j2").write_text(f"Heeft u {fout} betaald?\n")
    with pytest.raises(soort) as gevallen:
        schrijf(Berichtsoort.HERINNERING, Kanaal.BRIEF, gegevens_voor(Berichtsoort.HERINNERING), map_)
    assert "Berg" not in str(gevallen.value)
    assert gevallen.value.__context__ is None


@pytest.mark.parametrize("kop", ["onderwerp: Zonder actie\n---\n", "actie: Bel.\n---\n", "Alleen een tekst.\n", ""])
def test_a_letter_without_subject_or_action_fails(kop: str, tmp_path: Path) -> None:
    map_ = kopie(tmp_path)
    (map_ / "letters" / "contactverzoek.j2").write_text(f"{kop}Bel ons.\n")
    with pytest.raises(FoutSjabloon):
        schrijf(Berichtsoort.CONTACTVERZOEK, Kanaal.BRIEF, gegevens_voor(Berichtsoort.CONTACTVERZOEK), map_)


@pytest.mark.parametrize(
    ("soort", "kanaal"), [(Berichtsoort.HERINNERING, Kanaal.SMS), (Berichtsoort.AANMANING, Kanaal.EMAIL)]
)
def test_no_template_is_a_clear_failure(soort: Berichtsoort, kanaal: Kanaal) -> None:
    with pytest.raises(GeenSjabloon, match=soort):
        schrijf(soort, kanaal, gegevens_voor(soort))


def test_versie_follows_every_source_that_is_used(tmp_path: Path) -> None:
    """One word in one block of one doelgroep: only the letters that use that block get another version."""
    map_ = kopie(tmp_path)
    blok = map_ / "letters" / "_uitwegen_voor_u.jongere.j2"
    blok.write_text(blok.read_text() + "- Bel ons.\n")

    def veranderd(soort: Berichtsoort, doelgroep: Doelgroep) -> bool:
        gegevens = gegevens_voor(soort, doelgroep)
        return schrijf(soort, Kanaal.BRIEF, gegevens).versie != schrijf(soort, Kanaal.BRIEF, gegevens, map_).versie

    assert veranderd(Berichtsoort.HERINNERING, Doelgroep.JONGERE)
    assert not veranderd(Berichtsoort.HERINNERING, Doelgroep.AOW)
    assert not veranderd(Berichtsoort.HULPAANBOD, Doelgroep.JONGERE)


@pytest.mark.parametrize("naam", VREEMD)
def test_names_are_printed_as_they_are(naam: str) -> None:
    gegevens = gegevens_voor(Berichtsoort.HULPAANBOD, achternaam=naam, voorvoegsel="")
    tekst = schrijf(Berichtsoort.HULPAANBOD, Kanaal.EMAIL, gegevens)
    assert tekst.aanhef == f"Beste J. {naam}"
    assert "<script>" not in tekst.html
    assert "&lt;script&gt;" in tekst.html or "<" not in naam


def test_a_line_break_or_hidden_mark_in_data_starts_nothing_new() -> None:
    gegevens = gegevens_voor(Berichtsoort.HULPAANBOD, achternaam="Berg\n## Betaal nu\u202e", voorvoegsel="")
    tekst = schrijf(Berichtsoort.HULPAANBOD, Kanaal.BRIEF, gegevens)
    assert tekst.aanhef == "Beste J. Berg ## Betaal nu"


@pytest.mark.parametrize("bestand", SJABLOONBESTANDEN, ids=lambda pad: f"{pad.parent.name}/{pad.name}")
def test_templates_keep_the_agreements(bestand: Path) -> None:
    """Data never starts a line (it would become a mark), and a block is chosen by name (else it has no version)."""
    bron = bestand.read_text(encoding="utf-8")
    assert not re.search(r"^\s*(?:\{%.*?%\}\s*)*\{\{", bron, re.M)
    assert all(re.fullmatch(r' "_\w+\.j2" ', keuze) for keuze in re.findall(r"\{% include(.*?)%\}", bron))
    assert bron.strip()


def test_every_block_is_used() -> None:
    alle = "".join(pad.read_text(encoding="utf-8") for pad in SJABLOONBESTANDEN)
    blokken = {pad.name.split(".")[0] for pad in SJABLOONBESTANDEN if pad.name.startswith("_")}
    assert {blok for blok in blokken if f'"{blok}.j2"' not in alle} == set()


@pytest.mark.parametrize("doelgroep", Doelgroep)
@pytest.mark.parametrize("soort", EMAILSOORTEN)
def test_both_parts_of_an_email_say_the_same(soort: Berichtsoort, doelgroep: Doelgroep) -> None:
    """The html adds a heading above and the office below; in between stand the words of the text part."""
    gegevens = gegevens_voor(soort, doelgroep)
    tekst = schrijf(soort, Kanaal.EMAIL, gegevens)
    van = gegevens.afzender
    boven = f"{tekst.onderwerp} Gemeente {van.gemeente} {tekst.onderwerp}"  # title, name on top, heading
    onder = f"{van.telefoon}, {van.openingstijden} {van.website}"
    regels = re.sub(r"^- ", "", tekst.platte_tekst, flags=re.M)
    assert html_woorden(tekst.html) == " ".join((boven, regels, onder)).split()


def html_woorden(html: str) -> list[str]:
    lezer, stukken = HTMLParser(), list[str]()
    lezer.handle_data = stukken.append  # type: ignore[method-assign]
    lezer.feed(html)
    return " ".join(stukken).split()


def test_email_has_one_link_to_the_own_site() -> None:
    html = schrijf(Berichtsoort.HULPAANBOD, Kanaal.EMAIL, gegevens_voor(Berichtsoort.HULPAANBOD)).html
    assert re.findall(r'(?:href|src)="([^"]+)"', html) == ["https://www.voorbeeldstad.example"]
    assert '<html lang="nl">' in html


def test_personal_data_stays_out_of_repr() -> None:
    gegevens = gegevens_voor(Berichtsoort.HERINNERING)
    assert "Berg" not in repr(gegevens) + repr(schrijf(Berichtsoort.HERINNERING, Kanaal.BRIEF, gegevens))


def kopie(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SJABLONEN, tmp_path / "templates"))
