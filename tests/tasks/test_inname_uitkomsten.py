"""What schuldhulp tells and what residents answer: taken in once, with nothing of anybody who had no signaal."""

from datetime import date
from pathlib import Path

import pytest

from models import leveringen
from rules.levering import Aanmeldbron, Aanmeldstap, ErvaringRij, Ervaringroute, SchuldhulpRij
from rules.woorden import Zaaksoort
from tasks import inname, stappen
from tasks.inname import neem_in
from tasks.lezen import Leveringsoort
from tasks.omgeving import Omgeving
from tests.models.bouwers import (
    GEMEENTE,
    afdruk,
    bsns,
    een_persoon,
    een_signaal,
    een_vordering,
    lees,
    leg_op,
    log,
    signaleer,
)
from tests.tasks.lezen_bouwstenen import aanvaard, bestand, kopregel, redenen, rij_tekst
from tests.tasks.lezen_bouwstenen import lees as lees_rijen

S, E = Leveringsoort.SCHULDHULP, Leveringsoort.ERVARINGEN
JULI_13, JULI_20, AUGUSTUS_3 = date(2026, 7, 13), date(2026, 7, 20), date(2026, 8, 3)


def lever(map_: Path, soort: Leveringsoort, *rijen: str, naam: str = "levering.csv") -> Path:
    return bestand(map_, "\n".join([kopregel(soort), *rijen]) + "\n", naam)


def stap(nummer: int = 0, **anders: str) -> str:
    return rij_tekst(S, bsn=bsns(9)[nummer], **anders)


def neem(pad: Path, soort: Leveringsoort = S, dag: date = AUGUSTUS_3) -> tuple[int, int, int]:
    samen = neem_in(pad, soort, GEMEENTE, dag)
    assert samen.gelezen == samen.aanvaard + samen.bekend + samen.afgekeurd
    return samen.aanvaard, samen.bekend, samen.afgekeurd


def verteld(waar: Omgeving) -> list[tuple[int, date, str, str]]:
    rijen = lees(waar, "gebeurtenis", "zaak_id", "dag", "soort", "gegevens")
    return [(z, dag, g["stap"], g["bron"]) for z, dag, soort, g in rijen if soort == "aanmelding_schuldhulp"]


def test_a_step_belongs_to_the_newest_signaal_before_it(waar: Omgeving, tmp_path: Path) -> None:
    [oud] = signaleer(waar, een_signaal(een_persoon(), bedrag=1_00), dag=JULI_13)
    stappen.zet([oud], GEMEENTE, JULI_13)
    [nieuw] = signaleer(waar, een_signaal(een_persoon(), "K2"), dag=AUGUSTUS_3)
    rijen = [stap(datum="2026-07-12"), stap(datum="2026-07-13"), stap(datum="2026-08-02", stap="eerste_gesprek"),
             stap(datum="2026-08-03", stap="toelating", bron="")]  # fmt: skip
    assert neem(lever(tmp_path, S, *rijen)) == (3, 0, 1)
    assert verteld(waar) == [
        (oud, JULI_13, "aanmelding", "signaal"), (oud, date(2026, 8, 2), "eerste_gesprek", "signaal"),
        (nieuw, AUGUSTUS_3, "toelating", "onbekend"),
    ]  # fmt: skip


def test_taken_in_twice_has_no_further_effect(waar: Omgeving, tmp_path: Path) -> None:
    signaleer(waar, een_signaal(een_persoon()), dag=JULI_13)
    pad = lever(tmp_path, S, stap(), stap())
    assert neem(pad) == (1, 1, 0)
    voor = afdruk(waar)
    assert neem(pad) == (0, 2, 0) and afdruk(waar) == voor
    assert neem(lever(tmp_path, S, stap(), stap(bron="zelf"), naam="nog.csv")) == (0, 2, 0)
    assert len(verteld(waar)) == 1


def test_a_step_changes_nothing_for_the_resident(waar: Omgeving, tmp_path: Path) -> None:
    [zaak] = signaleer(waar, een_signaal(een_persoon()), dag=JULI_13)
    stappen.zet([zaak], GEMEENTE, JULI_20)
    assert lees(waar, "bericht", "status") == [("klaargezet",)]
    neem(lever(tmp_path, S, stap()), dag=JULI_20)
    stappen.zet([zaak], GEMEENTE, JULI_20)
    assert lees(waar, "bericht", "status") == [("klaargezet",)], "the offer of help still leaves"
    assert log(waar, zaak)[-1] == "aanmelding_schuldhulp"


def test_a_closed_zaak_stays_closed(waar: Omgeving, tmp_path: Path) -> None:
    [zaak] = signaleer(waar, een_signaal(een_persoon(), bedrag=1_00), dag=JULI_13)
    stappen.zet([zaak], GEMEENTE, JULI_13)
    assert neem(lever(tmp_path, S, stap()), dag=JULI_20) == (1, 0, 0)
    stappen.zet([zaak], GEMEENTE, JULI_20)
    assert log(waar, zaak)[-2:] == ["gesloten", "aanmelding_schuldhulp"]
    assert lees(waar, "zaak", "volgende_toets") == [(None,)]


def test_of_who_had_no_signaal_nothing_is_kept(waar: Omgeving, tmp_path: Path) -> None:
    leg_op(waar, [een_vordering(een_persoon())])
    voor = lees(waar, "inwoner"), lees(waar, "gebeurtenis")
    assert neem(lever(tmp_path, S, stap(), stap(1))) == (0, 0, 2)
    assert (lees(waar, "inwoner"), lees(waar, "gebeurtenis")) == voor, "not at Gemeentebelastingen either"


def test_gemeentebelastingen_hears_nothing_of_it(waar: Omgeving, tmp_path: Path) -> None:
    leg_op(waar, [een_vordering(een_persoon())])
    signaleer(waar, een_signaal(een_persoon()), dag=JULI_13)
    neem(lever(tmp_path, S, stap()))
    incasso = [z for z, soort in lees(waar, "zaak", "id", "soort") if soort == Zaaksoort.INCASSO]
    assert [z for z, *_ in verteld(waar) if z in incasso] == [] and len(verteld(waar)) == 1


@pytest.mark.parametrize("soort", [S, E])
def test_killed_half_way_and_again_gives_the_same(
    waar: Omgeving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, soort: Leveringsoort
) -> None:
    signaleer(waar, *(een_signaal(een_persoon(n), f"K{n}") for n in range(4)), dag=JULI_13)
    rijen = [stap(n) for n in range(4)] if soort == S else [rij_tekst(E, cijfer=str(n + 1)) for n in range(4)]
    pad = lever(tmp_path, soort, *rijen)
    monkeypatch.setattr(inname, "PER_KEER", 2)
    beurten, tel_bij = [0], leveringen.tel_bij

    def stuk(*wat: object) -> None:
        beurten[0] += 1
        if beurten[0] == 2:
            raise OSError
        tel_bij(*wat)  # type: ignore[arg-type]

    with monkeypatch.context() as kapot:
        kapot.setattr(leveringen, "tel_bij", stuk)
        with pytest.raises(OSError):
            neem(pad, soort)
    assert neem(pad, soort) == (2, 2, 0)
    assert len(verteld(waar)) == (4 if soort == S else 0)
    assert sorted(c for (c,) in lees(waar, "ervaring", "cijfer")) == ([] if soort == S else [1, 2, 3, 4])


def test_an_answer_has_nothing_of_who_gave_it(waar: Omgeving, tmp_path: Path) -> None:
    inhoud = "bsn;naam;datum;route;cijfer\n999990019;Aydin;2026-07-20;bezoek;2\n;;2026-07-31;;5\n"
    pad = bestand(tmp_path, inhoud)
    samen = neem_in(pad, E, GEMEENTE, AUGUSTUS_3)
    assert samen.aanvaard == 2 and samen.onbekende_kolommen == ("bsn", "naam")
    maand = date(2026, 7, 1)
    assert lees(waar, "ervaring", "gemeente", "maand", "route", "cijfer") == [
        (GEMEENTE, maand, "bezoek", 2), (GEMEENTE, maand, "anders", 5)
    ]  # fmt: skip
    assert neem(pad, E) == (0, 2, 0)
    assert "Aydin" not in str(afdruk(waar)) and "999990019" not in str(afdruk(waar))


@pytest.mark.parametrize(
    ("soort", "anders", "reden"),
    [
        pytest.param(S, {"bsn": ""}, "bsn: ontbreekt", id="zonder bsn"),
        pytest.param(S, {"bsn": "123456789"}, "bsn", id="een bsn dat niet kan"),
        pytest.param(S, {"stap": "wsnp"}, "stap", id="een stap die niet bestaat"),
        pytest.param(S, {"bron": "buurvrouw"}, "bron", id="een bron die niet bestaat"),
        pytest.param(S, {"datum": "1890-01-01"}, "jaartal", id="een jaartal dat niet kan"),
        pytest.param(E, {"cijfer": "0"}, "cijfer: moet een heel getal van 1 tot en met 5", id="te laag"),
        pytest.param(E, {"cijfer": "6"}, "cijfer: moet een heel getal van 1 tot en met 5", id="te hoog"),
        pytest.param(E, {"cijfer": "goed"}, "cijfer", id="geen getal"),
        pytest.param(E, {"cijfer": ""}, "cijfer: ontbreekt", id="zonder cijfer"),
        pytest.param(E, {"route": "fax"}, "route", id="een route die niet bestaat"),
    ],
)
def test_a_wrong_row_is_refused_with_the_reason(
    tmp_path: Path, soort: Leveringsoort, anders: dict[str, str], reden: str
) -> None:
    [rij] = lees_rijen(tmp_path, soort, rij_tekst(soort, **anders))
    [gezegd] = redenen(rij)
    assert reden in gezegd


def test_a_good_row_says_what_it_says(tmp_path: Path) -> None:
    [rij] = lees_rijen(tmp_path, S, rij_tekst(S))
    assert aanvaard(rij).rij == SchuldhulpRij("100600505", Aanmeldstap.AANMELDING, JULI_20, Aanmeldbron.SIGNAAL)
    [rij] = lees_rijen(tmp_path, E, rij_tekst(E))
    assert aanvaard(rij).rij == ErvaringRij(JULI_20, Ervaringroute.BELLEN, 4)


@pytest.mark.parametrize("soort", [S, E])
def test_what_is_still_to_come_is_refused(waar: Omgeving, tmp_path: Path, soort: Leveringsoort) -> None:
    signaleer(waar, een_signaal(een_persoon()), dag=JULI_13)
    rij = stap(datum="2026-08-04") if soort == S else rij_tekst(E, datum="2026-08-04")
    assert neem(lever(tmp_path, soort, rij), soort) == (0, 0, 1)
