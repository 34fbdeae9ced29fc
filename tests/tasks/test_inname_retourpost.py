"""A letter came back: is it taken in once, and does the journey stop until a person knows where the resident lives?"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from models.database import schrijven
from rules.levering import Retourreden, RetourRij
from rules.woorden import Zaaksoort
from tasks import inname, stappen
from tasks.inname import Samenvatting, neem_in
from tasks.lezen import Leveringsoort
from tasks.omgeving import Omgeving
from tests.models.bouwers import (
    GEMEENTE,
    JUNI_5,
    JUNI_19,
    afdruk,
    een_persoon,
    een_signaal,
    een_vordering,
    geef_nummer,
    lees,
    leg_op,
    log,
    signaleer,
    zaken,
)
from tests.tasks.lezen_bouwstenen import aanvaard, bestand, kopregel, redenen, rij_tekst
from tests.tasks.lezen_bouwstenen import lees as lees_rijen

R = Leveringsoort.RETOURPOST
JUNI_12 = date(2026, 6, 12)


def verstuur(waar: Omgeving, status: str = "verzonden") -> None:
    """Let everything that is ready reach a status, without a print room."""
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE bericht SET status = :s WHERE status = 'klaargezet'"), {"s": status})


def brieven(waar: Omgeving, aantal: int = 2, status: str = "verzonden") -> list[str]:
    """Send residents their herinnering; returns the ids of the letters."""
    leg_op(waar, [een_vordering(een_persoon(n), f"A{n}") for n in range(aantal)])
    stappen.zet(zaken(waar), GEMEENTE, JUNI_5)
    verstuur(waar, status)
    return [i for (i,) in lees(waar, "bericht", "id")]


def retour(map_: Path, *rijen: str, naam: str = "retour.csv") -> Path:
    return bestand(map_, "\n".join([kopregel(R), *rijen]) + "\n", naam)


def terug(map_: Path, nummers: Sequence[str], naam: str = "retour.csv") -> Path:
    """Write a delivery in which these letters came back on 12 June."""
    return retour(map_, *(rij_tekst(R, bericht=n) for n in nummers), naam=naam)


def neem(pad: Path, dag: date = JUNI_12) -> tuple[int, int, int]:
    samen: Samenvatting = neem_in(pad, R, GEMEENTE, dag)
    assert samen.gelezen == samen.aanvaard + samen.bekend + samen.afgekeurd
    return samen.aanvaard, samen.bekend, samen.afgekeurd


def afgekeurd(pad: Path) -> list[str]:
    uit = pad.with_name(f"{pad.name}.afgekeurd.csv")
    return uit.read_text(encoding="utf-8-sig").splitlines()[1:] if uit.exists() else []


def stand(waar: Omgeving) -> dict[str, tuple[str, str]]:
    return {i: (s, r) for i, s, r in lees(waar, "bericht", "id", "status", "reden")}


def test_a_returned_letter_stops_the_journey_and_asks_a_person(waar: Omgeving, tmp_path: Path) -> None:
    een, twee = brieven(waar)
    assert neem(terug(tmp_path, [een])) == (1, 0, 0)
    assert stand(waar) == {een: ("retour", "verhuisd"), twee: ("verzonden", "")}
    eerste, tweede = zaken(waar)
    welke = {"bericht": een, "soort": "herinnering", "poging": 1, "reden": "verhuisd"}
    assert (eerste, JUNI_12, welke) in lees(waar, "gebeurtenis", "zaak_id", "dag", "gegevens")
    stappen.zet([eerste], GEMEENTE, JUNI_12)
    stappen.zet([eerste, tweede], GEMEENTE, JUNI_19)
    assert log(waar, eerste)[-3:] == ["post_retour herinnering", "opgeschort", "taak uitval-uitzoeken"]
    assert log(waar, tweede)[-1] == "bericht aanmaning"


def test_taken_in_twice_has_no_further_effect(waar: Omgeving, tmp_path: Path) -> None:
    nummers = brieven(waar)
    pad = terug(tmp_path, nummers)
    assert neem(pad) == (2, 0, 0)
    voor = afdruk(waar)
    assert neem(pad, JUNI_19) == (0, 2, 0)
    assert afdruk(waar) == voor
    ander = terug(tmp_path, [*nummers, nummers[0]], naam="nogmaals.csv")
    assert neem(ander, JUNI_19) == (0, 3, 0)
    assert log(waar, zaken(waar)[0]).count("post_retour herinnering") == 1


def test_the_same_letter_twice_in_one_file_counts_once(waar: Omgeving, tmp_path: Path) -> None:
    een, _ = brieven(waar)
    assert neem(terug(tmp_path, [een, een.upper(), een.lower()])) == (1, 2, 0)
    assert log(waar, zaken(waar)[0]).count("post_retour herinnering") == 1


@pytest.mark.parametrize(
    ("status", "uitkomst", "reden"),
    [
        pytest.param("verzonden", (1, 0, 0), "", id="verzonden"),
        pytest.param("bezorgd", (1, 0, 0), "", id="als bezorgd gemeld en toch terug"),
        pytest.param("retour", (0, 1, 0), "", id="al terug"),
        pytest.param("bezig", (0, 0, 1), "nog niet als verzonden gemeld", id="nog bij de drukker"),
        pytest.param("onbekend", (0, 0, 1), "nog niet als verzonden gemeld", id="niemand weet of hij weg is"),
        pytest.param("klaargezet", (0, 0, 1), "nooit verstuurd", id="nog niet weg"),
        pytest.param("vervallen", (0, 0, 1), "nooit verstuurd", id="vervallen"),
        pytest.param("mislukt", (0, 0, 1), "nooit verstuurd", id="mislukt"),
    ],
)
def test_only_a_letter_that_left_can_come_back(
    sqlite: Omgeving, tmp_path: Path, status: str, uitkomst: tuple[int, int, int], reden: str
) -> None:
    [nummer] = brieven(sqlite, 1, status)
    pad = terug(tmp_path, [nummer])
    assert neem(pad) == uitkomst
    assert [reden in regel for regel in afgekeurd(pad)] == [True] * uitkomst[2]
    assert stand(sqlite)[nummer][0] == ("retour" if uitkomst[0] else status)


def test_what_is_refused_is_refused_with_a_reason(waar: Omgeving, tmp_path: Path) -> None:
    een, twee = brieven(waar)
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE zaak SET gemeente = 'buurdorp' WHERE id = :z"), {"z": zaken(waar)[1]})
    rijen = [
        rij_tekst(R, bericht=twee),
        rij_tekst(R, bericht="I-999999-herinnering-1-brief"),
        rij_tekst(R, bericht=een, datum="2026-06-13"),
        rij_tekst(R, bericht=een, datum="2026-06-04"),
        rij_tekst(R, bericht=""),
        rij_tekst(R, bericht="=1+1"),
        rij_tekst(R, bericht=een, datum="12 juni"),
    ]
    pad = retour(tmp_path, *rijen)
    assert neem(pad) == (0, 0, 7)
    woorden = ["niet bekend bij deze gemeente", "niet bekend bij deze gemeente", "na de dag van inname",
               "voor de dag van de brief", "bericht: ontbreekt", "formule", "verwacht een datum"]  # fmt: skip
    assert [w in regel for w, regel in zip(woorden, afgekeurd(pad), strict=True)] == [True] * 7
    assert {s for s, _ in stand(waar).values()} == {"verzonden"}


def test_a_letter_that_was_still_printed_is_accepted_the_second_time(waar: Omgeving, tmp_path: Path) -> None:
    [nummer] = brieven(waar, 1, "bezig")
    pad = terug(tmp_path, [nummer])
    assert neem(pad) == (0, 0, 1)
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE bericht SET status = 'verzonden'"))
    assert neem(pad) == (1, 0, 0) and afgekeurd(pad) == []


def test_an_sms_does_not_come_back_by_post(sqlite: Omgeving, tmp_path: Path) -> None:
    with schrijven(sqlite.engine) as db:
        geef_nummer(db, een_persoon(), Zaaksoort.VROEGSIGNALERING, mobiel="+31612345678")
    [zaak] = signaleer(sqlite, een_signaal(een_persoon()), dag=date(2026, 7, 13))
    for dag in (date(2026, 7, 20), date(2026, 7, 22)):
        stappen.zet([zaak], GEMEENTE, dag)
        verstuur(sqlite)
    [sms] = [i for i, k in lees(sqlite, "bericht", "id", "kanaal") if k == "sms"]
    pad = retour(tmp_path, rij_tekst(R, bericht=sms, datum="2026-07-23"))
    assert neem(pad, date(2026, 7, 24)) == (0, 0, 1) and "niet per brief" in afgekeurd(pad)[0]


def test_other_zaken_of_the_resident_rest_too_and_the_other_department_hears_nothing(
    waar: Omgeving, tmp_path: Path
) -> None:
    """The address is wrong for every letter of this department; the other one must not hear that letters went out."""
    persoon = een_persoon()
    leg_op(waar, [een_vordering(persoon, "A1"), een_vordering(persoon, "A2", vervaldag=date(2026, 6, 30))])
    [melding] = signaleer(waar, een_signaal(persoon), dag=JUNI_5)
    eerste, tweede = (z for z in zaken(waar) if z != melding)
    stappen.zet([eerste, tweede], GEMEENTE, JUNI_5)
    verstuur(waar)
    [nummer] = [i for i, z in lees(waar, "bericht", "id", "zaak_id") if z == eerste]
    assert neem(terug(tmp_path, [nummer])) == (1, 0, 0)
    assert log(waar, eerste)[-1] == "post_retour herinnering" and log(waar, tweede)[-1] == "post_retour"
    assert "post_retour" not in " ".join(log(waar, melding))


def test_a_letter_that_is_ready_for_a_wrong_address_does_not_leave(waar: Omgeving, tmp_path: Path) -> None:
    [herinnering] = brieven(waar, 1)
    stappen.zet(zaken(waar), GEMEENTE, JUNI_19)
    assert neem(terug(tmp_path, [herinnering]), JUNI_19) == (1, 0, 0)
    assert stand(waar)["I-000001-aanmaning-1-brief"] == ("vervallen", "post kwam terug")


def test_broken_off_half_way_and_taken_in_again(
    waar: Omgeving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same effect as one undisturbed intake, the counts of the delivery included."""
    monkeypatch.setattr(inname, "PER_KEER", 2)
    nummers = brieven(waar, 5)
    pad = terug(tmp_path, [*nummers, "I-999999-herinnering-1-brief"])

    def breek_af(gelezen: int) -> None:
        if gelezen == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        neem_in(pad, R, GEMEENTE, JUNI_12, vorder=breek_af)
    assert [s for s, _ in stand(waar).values()].count("retour") == 4
    assert neem(pad) == (1, 4, 1) and len(afgekeurd(pad)) == 1
    assert {s for s, _ in stand(waar).values()} == {"retour"}
    assert lees(waar, "levering", "gelezen", "aanvaard", "bekend", "afgekeurd", "klaar")[-1] == (6, 5, 0, 1, True)
    assert [soort for (soort,) in lees(waar, "gebeurtenis", "soort")].count("post_retour") == 5


@pytest.mark.parametrize(
    ("woorden", "reden"),
    [
        ("Vertrokken, onbekend waarheen", Retourreden.VERHUISD),
        ("ONBEKEND OP DIT ADRES", Retourreden.ONBEKEND),
        ("Geadresseerde overleden", Retourreden.OVERLEDEN),
        ("geweigerd door de heer Jansen", Retourreden.GEWEIGERD),
        ("niet afgehaald", Retourreden.NIET_AFGEHAALD),
        ("brievenbus vol", Retourreden.BRIEVENBUS),
        ("belt u mevrouw De Vries 06-12345678", Retourreden.ANDERS),
        ("", Retourreden.ANDERS),
    ],
)
def test_the_words_of_the_post_become_one_of_a_few_reasons(tmp_path: Path, woorden: str, reden: Retourreden) -> None:
    """What a postman writes may name people: only the reason is kept."""
    [rij] = lees_rijen(tmp_path, R, rij_tekst(R, retourreden=woorden))
    assert aanvaard(rij).rij == RetourRij("I-000001-herinnering-1-brief", JUNI_12, reden)


def test_a_corrected_file_of_refused_rows_can_be_delivered_again(sqlite: Omgeving, tmp_path: Path) -> None:
    """That file has a column reden of ours; the reason of the post stands in another one."""
    [nummer] = brieven(sqlite, 1)
    fout = retour(tmp_path, rij_tekst(R, bericht=nummer.replace("I", "V")))
    assert neem(fout) == (0, 0, 1)
    uit = fout.with_name(f"{fout.name}.afgekeurd.csv")
    goed = bestand(tmp_path, uit.read_text(encoding="utf-8-sig").replace("V-", "I-"), "verbeterd.csv")
    assert neem(goed) == (1, 0, 0) and stand(sqlite)[nummer] == ("retour", "verhuisd")


def test_the_reasons_do_not_repeat_the_cell(tmp_path: Path) -> None:
    [rij] = lees_rijen(tmp_path, R, rij_tekst(R, bericht="Jansen, Dorpsstraat 1"))
    assert redenen(rij) == ("bericht: verwacht alleen letters, cijfers en . / _ -",)
