"""Are the other words of a proef as good and as complete as the ordinary ones? (tasks/sjablonen.py)"""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rules.proef import VARIANTEN
from rules.woorden import Berichtsoort, Doelgroep, Kanaal
from tasks.leesbaarheid import bezwaren
from tasks.sjablonen import SJABLONEN, Alineasoort, GeenSjabloon, schrijf, sjabloon_versie
from tests.tasks import test_leesbaarheid as poort
from tests.tasks.brieven import gegevens_voor
from tests.tasks.test_sjablonen import GOLDEN, kopie, vorm

GEVALLEN = [
    pytest.param(soort, variant, doelgroep, id=f"{soort}.{variant}-{doelgroep}")
    for soort, varianten in VARIANTEN.items()
    for variant in varianten
    for doelgroep in Doelgroep
]


@pytest.mark.parametrize(("soort", "variant", "doelgroep"), GEVALLEN)
def test_golden(soort: Berichtsoort, variant: str, doelgroep: Doelgroep) -> None:
    """Every word change is seen in review. Write anew with TIJDIG_GOLDEN=schrijf."""
    gegevens = gegevens_voor(soort, doelgroep, variant=variant)
    gelezen = vorm(schrijf(soort, Kanaal.BRIEF, gegevens), gegevens)
    bestand = GOLDEN / f"brief-{soort}.{variant}.{doelgroep}.txt"
    if os.environ.get("TIJDIG_GOLDEN") == "schrijf":
        bestand.write_text(gelezen, encoding="utf-8")
    assert gelezen == bestand.read_text(encoding="utf-8")


@pytest.mark.parametrize(("soort", "variant", "doelgroep"), GEVALLEN)
def test_a_variant_leaves_no_help_and_no_right_out(soort: Berichtsoort, variant: str, doelgroep: Doelgroep) -> None:
    """Only words and order may differ: every block, every rekening and the last day to pay stand in both."""
    gewoon = schrijf(soort, Kanaal.BRIEF, gegevens_voor(soort, doelgroep))
    anders = schrijf(soort, Kanaal.BRIEF, gegevens_voor(soort, doelgroep, variant=variant))
    assert anders.tekstblokken == gewoon.tekstblokken
    assert [a.soort for a in anders.alineas].count(Alineasoort.REKENINGEN) == 1
    for feit in ("vrijdag 19 juni 2026", gegevens_voor(soort).afzender.medewerker_telefoon, "€\u00a0619,50"):
        assert feit in anders.actie and feit in gewoon.actie
    assert anders.platte_tekst != gewoon.platte_tekst and anders.versie != gewoon.versie
    assert "kost u niets" in anders.platte_tekst


@pytest.mark.parametrize("anders", poort.VARIANTEN.values(), ids=poort.VARIANTEN)
@pytest.mark.parametrize(("soort", "variant", "doelgroep"), GEVALLEN)
def test_b1_indicatie(soort: Berichtsoort, variant: str, doelgroep: Doelgroep, anders: dict[str, Any]) -> None:
    basis = gegevens_voor(soort, doelgroep, variant=variant)
    gebruikt = {veld: waarde for veld, waarde in anders.items() if getattr(basis, veld) or veld == "sms_antwoord"}
    tekst = schrijf(soort, Kanaal.BRIEF, replace(basis, **gebruikt))
    stukken = [r for a in tekst.alineas if a.soort is not Alineasoort.REKENINGEN for r in a.regels]
    leesbaar = poort.ADRESSEN.sub("", "\n".join([tekst.onderwerp, tekst.actie, *stukken]))
    assert bezwaren(poort.gemeten(leesbaar)) == ()


def test_every_variant_has_a_letter_and_every_letter_is_known() -> None:
    """A beleid may only name what is written; what is written and never named, nobody would ever get."""
    gewoon = {f"{s}.j2" for s in Berichtsoort} | {f"{s}.{d}.j2" for s in Berichtsoort for d in Doelgroep}
    bestanden = {p.name for p in (SJABLONEN / "letters").glob("*.j2") if not p.name.startswith("_")} - gewoon
    assert bestanden == {f"{soort}.{variant}.j2" for soort, lijst in VARIANTEN.items() for variant in lijst}
    assert not {variant for lijst in VARIANTEN.values() for variant in lijst} & set(Doelgroep)


def test_a_variant_that_is_gone_is_never_replaced_by_other_words(tmp_path: Path) -> None:
    """The log says that this resident gets the variant: then he gets it, or a person looks."""
    map_ = kopie(tmp_path)
    (map_ / "letters" / "herinnering.kort.j2").unlink()
    with pytest.raises(GeenSjabloon):
        schrijf(Berichtsoort.HERINNERING, Kanaal.BRIEF, gegevens_voor(Berichtsoort.HERINNERING, variant="kort"), map_)
    with pytest.raises(GeenSjabloon):
        sjabloon_versie(Berichtsoort.HERINNERING, Kanaal.BRIEF, Doelgroep.HUURDER, "kort", map_)
    assert schrijf(Berichtsoort.HERINNERING, Kanaal.BRIEF, gegevens_voor(Berichtsoort.HERINNERING), map_).onderwerp


@pytest.mark.parametrize("variant", ["../../etc/hostname", "..", "bestaat-niet"])
def test_a_variant_is_a_name_and_never_a_place(variant: str) -> None:
    with pytest.raises(GeenSjabloon):
        schrijf(Berichtsoort.HERINNERING, Kanaal.BRIEF, gegevens_voor(Berichtsoort.HERINNERING, variant=variant))
