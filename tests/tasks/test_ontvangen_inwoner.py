# pyright: basic
"""Is a resident who says stop obeyed, and one who writes something else read?"""

from datetime import timedelta

import pytest
from sqlalchemy import text

from models.bereikbaar import bereikbaar
from models.database import lezen, schrijven
from models.feiten import meld_feit
from models.personen import pseudoniem
from rules.log import Soort
from rules.woorden import Kanaal, Taaksoort
from tasks import stappen
from tasks.clients.twilio_terugmelding import Besluit
from tasks.kanaal import Antwoord, Uitkomst
from tasks.omgeving import Omgeving
from tasks.ontvangen import Binnenkant, te_lezen
from tasks.poststuk import afmeldcode
from tasks.verwerken import verwerk
from tests.models.bouwers import GEMEENTE, afdruk, een_persoon, lees, log, zaken
from tests.tasks.berichten import (
    JULI_22,
    adres,
    bij_andere_afdeling,
    in_hand,
    klaar_van,
    nummer,
    rij_van,
    standen,
    stuur_terug,
    taken,
    verstuur,
    werk_met,
    zet_klaar,
)


def een_sms(waar: Omgeving) -> str:
    werk_met(waar, bezig_na_s=600)
    return zet_klaar(waar, Kanaal.SMS)[0]


def antwoord(waar: Omgeving, bericht_id: str, sid: str = "SM1") -> None:
    verwerk([(klaar_van(waar, bericht_id), Antwoord(Uitkomst.VERZONDEN, sid))], JULI_22)


def test_stop_stops_everybody_at_that_number_at_both_departments(waar: Omgeving) -> None:
    ids = zet_klaar(waar, Kanaal.SMS, 2)
    werk_met(waar)
    bij_andere_afdeling(waar, 0)
    bij_andere_afdeling(waar, 1, mobiel=nummer(0))
    assert stuur_terug("Stop") == Besluit.NIEUW
    with lezen(waar.engine) as db:
        bereik = bereikbaar(db, [i for (i,) in lees(waar, "inwoner", "id")])
    assert [b.mobiel for b in bereik.values()] == [False] * 4, "the other person reads the same telephone"
    assert [(rij_van(waar, i).status, rij_van(waar, i).reden) for i in ids] == [
        ("vervallen", "de inwoner heeft zich afgemeld")
    ] * 2
    assert verstuur() == {} and taken(waar, Taaksoort.REACTIE_LEZEN) == []
    assert stuur_terug("START") == Besluit.NIEUW
    with lezen(waar.engine) as db:
        assert bereikbaar(db, [1])[1].mobiel


@pytest.mark.parametrize(
    ("tekst", "soort", "gelezen", "afgemeld"),
    [
        pytest.param("STOP", "", False, True, id="stop"),
        pytest.param("stop, ik heb al betaald", "", True, True, id="stop en meer"),
        pytest.param("Kunt u mij bellen?", "", True, False, id="een vraag"),
        pytest.param("Hou op", "STOP", True, True, id="de provider zag een stopwoord"),
        pytest.param("HELP", "HELP", True, False, id="help"),
        pytest.param("", "", True, False, id="een lege sms"),
        pytest.param("\u202estop\x01 <b>'; DROP TABLE zaak;--", "", True, None, id="rommel"),
    ],
)
def test_what_a_resident_writes_is_obeyed_or_read(
    sqlite: Omgeving, tekst: str, soort: str, gelezen: bool, afgemeld: bool | None
) -> None:
    een_sms(sqlite)
    for _ in range(3):
        stuur_terug(tekst, soort=soort, sleutel="dezelfde")
    assert len(lees(sqlite, "reactie", "sleutel")) == 1
    assert bool(taken(sqlite, Taaksoort.REACTIE_LEZEN)) == gelezen
    if afgemeld is not None:
        assert bool(lees(sqlite, "afmelding", "kanaal")) == afgemeld
    assert [t for _, t in te_lezen(1)] == [tekst]


def test_who_writes_twice_is_read_twice_with_one_taak(waar: Omgeving) -> None:
    een_sms(waar)
    assert [stuur_terug(t) for t in ("Bel mij", "Ik kan niet slapen")] == [Besluit.NIEUW] * 2
    assert stuur_terug("Bel mij", sleutel="x") == Besluit.NIEUW
    assert stuur_terug("Bel mij", sleutel="x") == Besluit.HERHAALD
    assert taken(waar, Taaksoort.REACTIE_LEZEN) == [(1, "open")]
    assert [t for _, t in te_lezen(1)] == ["Bel mij", "Ik kan niet slapen", "Bel mij"]


def test_what_a_resident_writes_stands_readable_in_no_file(sqlite: Omgeving) -> None:
    een_sms(sqlite)
    geheim = "Mijn buurvrouw Annemiek weet van niets"
    stuur_terug(geheim)
    sqlite.engine.dispose()
    inhoud = b"".join(pad.read_bytes() for pad in sqlite.settings.home.rglob("*") if pad.is_file())
    assert b"Annemiek" not in inhoud and "geheim" not in str(afdruk(sqlite)["gebeurtenis"])
    assert "Annemiek" not in str(afdruk(sqlite)["gebeurtenis"] + afdruk(sqlite)["taak"])


def test_an_unknown_number_stops_nobody_and_is_kept(waar: Omgeving) -> None:
    id_ = een_sms(waar)
    assert stuur_terug("STOP", "+31699999999") == Besluit.NIEUW
    assert stuur_terug("Wie bent u?", "+31699999999") == Besluit.NIEUW
    assert rij_van(waar, id_).status == "klaargezet" and lees(waar, "afmelding", "kanaal") == []
    assert lees(waar, "reactie", "zaak_id", "tekst") == [(None, "STOP"), (None, "Wie bent u?")]


def test_an_answer_on_a_closed_zaak_is_still_read(sqlite: Omgeving) -> None:
    """The zaak was closed for lack of contact; then the resident answers after all."""
    id_ = een_sms(sqlite)
    in_hand(sqlite, id_)
    antwoord(sqlite, id_)
    with schrijven(sqlite.engine) as db:
        meld_feit(db, GEMEENTE, pseudoniem(GEMEENTE, een_persoon()), Soort.OVERLEDEN, JULI_22)
    stappen.zet([1], GEMEENTE, JULI_22)
    assert "gesloten" in str(log(sqlite, 1))
    stuur_terug("Ik ben zijn dochter, bel mij")
    for dagen in range(3):
        stappen.zet([1], GEMEENTE, JULI_22 + timedelta(days=dagen))
    assert taken(sqlite, Taaksoort.REACTIE_LEZEN) == [(1, "open")]


def test_one_click_stops_e_mail_to_everybody_at_that_address(waar: Omgeving) -> None:
    een, ander = zet_klaar(waar, Kanaal.EMAIL, 2)
    werk_met(waar)
    bij_andere_afdeling(waar, 0, email=adres(0))
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE contactgegeven SET waarde = :a WHERE waarde = :b"), {"a": adres(0), "b": adres(1)})
    deur = Binnenkant()
    assert [deur.meld_af(afmeldcode(een)) for _ in range(3)] == [True] * 3, "clicked three times, answered kindly"
    assert standen(waar) == ["vervallen"] * 2 and verstuur(Kanaal.EMAIL) == {}
    assert [log(waar, z).count("afgemeld") for z in zaken(waar)] == [1, 1]
    assert rij_van(waar, ander).reden == "de inwoner heeft zich afgemeld"


@pytest.mark.parametrize("wijs", ["leeg", "punt", "ander", "afgebroken", "vreemd", "kaal", "lang", "niets"])
def test_a_code_that_we_did_not_make_stops_nothing(sqlite: Omgeving, wijs: str) -> None:
    een, ander = zet_klaar(sqlite, Kanaal.EMAIL, 2)
    goed = afmeldcode(een)
    code = {
        "leeg": "", "punt": ".", "ander": goed.replace(een, ander), "afgebroken": goed[:-1],
        "vreemd": f"{een}.\u00e9\u0301", "kaal": een, "lang": goed + "A" * 5000,
        "niets": afmeldcode("V-999999-hulpaanbod-1-email"),
    }[wijs]  # fmt: skip
    voor = afdruk(sqlite)
    assert Binnenkant().meld_af(code) is False
    assert afdruk(sqlite) == voor
