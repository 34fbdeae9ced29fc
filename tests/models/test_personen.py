"""Who can read a BSN, and which department knows what of whom?"""

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import text

from models.bereikbaar import bereikbaar, meld_af
from models.database import lezen, schrijven
from models.personen import pseudoniem, vind_of_maak
from rules.levering import Adres
from rules.woorden import Kanaal, Zaaksoort
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE, MAART_2, bsns, een_persoon, een_vordering, geef_nummer, lees, leg_op


def test_no_bsn_stands_readable_in_the_files(sqlite: Omgeving) -> None:
    mensen = [een_persoon(n) for n in range(20)]
    leg_op(sqlite, [een_vordering(m, f"A{n}") for n, m in enumerate(mensen)])
    inhoud = b"".join(pad.read_bytes() for pad in sqlite.settings.home.iterdir() if pad.is_file())
    assert b"Inwoner7" in inhoud, "these are the files of the database"
    assert [bsn for bsn in bsns(400) if bsn.encode() in inhoud] == []
    assert [bsn for (bsn,) in lees(sqlite, "inwoner", "bsn")] == [m.bsn for m in mensen], "we can read them"


def test_the_same_bsn_is_encrypted_differently_and_cannot_be_moved(waar: Omgeving) -> None:
    with schrijven(waar.engine) as db:
        for afdeling in Zaaksoort:
            vind_of_maak(db, GEMEENTE, afdeling, [een_persoon()], "test", MAART_2)
        een, ander = db.execute(text("SELECT bsn FROM inwoner ORDER BY id")).scalars()
        assert bytes(een) != bytes(ander)
        db.execute(text("UPDATE inwoner SET bsn = :bsn"), {"bsn": bytes(een)[:-1] + bytes([bytes(een)[-1] ^ 1])})
    with pytest.raises(InvalidTag):
        lees(waar, "inwoner", "bsn")


def test_departments_have_rows_of_their_own_that_only_the_pseudoniem_joins(waar: Omgeving) -> None:
    mens = een_persoon()
    with schrijven(waar.engine) as db:
        geef_nummer(db, mens, Zaaksoort.INCASSO, telefoon="+31201111111")
        geef_nummer(db, mens, Zaaksoort.VROEGSIGNALERING, mobiel="+31612345678")
    ps = pseudoniem(GEMEENTE, mens)
    assert sorted(lees(waar, "inwoner", "afdeling", "pseudoniem")) == [("incasso", ps), ("vroegsignalering", ps)]
    per_rij = dict(lees(waar, "contactgegeven", "inwoner_id", "waarde"))
    assert sorted(per_rij.values()) == ["+31201111111", "+31612345678"] and len(per_rij) == 2
    assert mens.bsn not in ps and pseudoniem("buurdorp", mens) != ps, "another gemeente, another pseudoniem"


def test_a_person_without_bsn_is_known_by_name_birth_date_and_address(waar: Omgeving) -> None:
    zonder = een_persoon(3, bsn="")
    verhuisd = een_persoon(3, bsn="", adres=Adres("Kerkweg", "9", "", "9999ZZ", "Elders"))
    with schrijven(waar.engine) as db:
        een = vind_of_maak(db, GEMEENTE, "incasso", [zonder], "test", MAART_2)
        assert vind_of_maak(db, GEMEENTE, "incasso", [zonder], "test", MAART_2) == een
        assert vind_of_maak(db, GEMEENTE, "incasso", [verhuisd], "test", MAART_2) != een
    assert lees(waar, "inwoner", "bsn") == [(None,), (None,)]


def test_the_newest_delivery_knows_the_address(waar: Omgeving) -> None:
    nieuw = een_persoon(1, adres=Adres("Kerkweg", "9", "A", "9999ZZ", "Elders"))
    with schrijven(waar.engine) as db:
        vind_of_maak(db, GEMEENTE, "incasso", [een_persoon(1)], "test", MAART_2)
        [(oud,)] = [tuple(r) for r in db.execute(text("SELECT adres_sleutel FROM inwoner"))]
        vind_of_maak(db, GEMEENTE, "incasso", [nieuw], "test", MAART_2)
    with lezen(waar.engine) as db:
        straat, sleutel = db.execute(text("SELECT straat, adres_sleutel FROM inwoner")).one()
    assert straat == "Kerkweg" and sleutel != oud


def test_an_opt_out_survives_a_new_delivery(waar: Omgeving) -> None:
    mens = een_persoon(2, telefoon="+31612345678", mobiel=True)
    ander_nummer = een_persoon(2, telefoon="+31687654321", mobiel=True)
    with schrijven(waar.engine) as db:
        [wie] = vind_of_maak(db, GEMEENTE, "incasso", [mens], "test", MAART_2).values()
        meld_af(db, [wie], Kanaal.SMS, MAART_2, "sms")
        db.execute(text("UPDATE contactgegeven SET onbruikbaar_op = :dag"), {"dag": MAART_2.isoformat()})
        for levering in (mens, ander_nummer):
            vind_of_maak(db, GEMEENTE, "incasso", [levering], "test", MAART_2)
        assert bereikbaar(db, [wie])[wie].adres_voor(Kanaal.SMS) is None, "a new number changes nothing"
    assert lees(waar, "contactgegeven", "waarde", "onbruikbaar_op") == [
        ("+31612345678", MAART_2), ("+31687654321", None)
    ]  # fmt: skip
