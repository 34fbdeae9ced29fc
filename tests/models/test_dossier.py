# pyright: basic
"""Is a zaak found only within the Blik, and is its person told as one department knows him?"""

from datetime import date

import pytest
from sqlalchemy import text

from models.bereikbaar import geef_toestemming, meld_af
from models.database import lezen, schrijven
from models.dossier import persoon, vind_zaak
from models.medewerkers import onthoud
from models.tijdlijn import ANDERE_AFDELING, andere_zaken, namen, signalen, sporen, vorderingen
from models.zoeken import Zoekvraag, zoek
from rules.rollen import Blik, Rol, blik
from rules.woorden import Kanaal
from tasks.omgeving import Omgeving
from tests.models.bouwers import (
    GEMEENTE,
    JUNI_5,
    MAART_2,
    een_persoon,
    een_signaal,
    een_vordering,
    geef_nummer,
    leg_op,
    signaleer,
)

INVORDERING, HULP = blik({Rol.INVORDERING}, {GEMEENTE}), blik({Rol.VROEGSIGNALERING}, {GEMEENTE})
ELDERS, NIEMAND = blik({Rol.INVORDERING}, {"buurdorp"}), blik({Rol.TEAMLEIDING}, {GEMEENTE})
ANNE = een_persoon(0, achternaam="Berg", voorvoegsel="van den")


@pytest.fixture
def vol(waar: Omgeving) -> Omgeving:
    """Zaak 1 is incasso, zaak 2 vroegsignalering, of one person."""
    leg_op(waar, [een_vordering(ANNE)])
    signaleer(waar, een_signaal(ANNE), dag=JUNI_5)
    return waar


NUMMERS = [
    pytest.param(INVORDERING, "I-000001", True, id="eigen zaak"),
    pytest.param(INVORDERING, " i-1 ", True, id="kort geschreven"),
    pytest.param(INVORDERING, "I000001", True, id="zonder streepje"),
    pytest.param(HULP, "V-000002", True, id="de andere afdeling zelf"),
    pytest.param(INVORDERING, "V-000001", False, id="verkeerde letter"),
    pytest.param(INVORDERING, "V-000002", False, id="andere afdeling"),
    pytest.param(INVORDERING, "I-000002", False, id="andere afdeling met de eigen letter"),
    pytest.param(ELDERS, "I-000001", False, id="andere gemeente"),
    pytest.param(NIEMAND, "I-000001", False, id="geen afdeling"),
    pytest.param(INVORDERING, "I-999999999", False, id="is er niet"),
    pytest.param(INVORDERING, "I-9999999999", False, id="te lang"),
    pytest.param(INVORDERING, "1", False, id="geen letter"),
    pytest.param(INVORDERING, "", False, id="leeg"),
]


@pytest.mark.parametrize(("kijker", "nummer", "gevonden"), NUMMERS)
def test_een_zaak_bestaat_alleen_binnen_de_blik(kijker: Blik, nummer: str, gevonden: bool, vol: Omgeving) -> None:
    with lezen(vol.engine) as db:
        assert (vind_zaak(db, kijker, nummer) is not None) is gevonden


def test_elke_vraag_over_een_zaak_blijft_binnen_de_blik(vol: Omgeving) -> None:
    with lezen(vol.engine) as db:
        eigen, hulp = vind_zaak(db, INVORDERING, "I-1"), vind_zaak(db, HULP, "V-2")
        assert eigen is not None and hulp is not None
        assert sporen(db, INVORDERING, 1).log and vorderingen(db, INVORDERING, eigen) and signalen(db, HULP, hulp)
        for kijker in (HULP, ELDERS, NIEMAND):
            leeg = sporen(db, kijker, 1)
            assert not (leeg.log or leeg.berichten or leeg.taken or leeg.aantekeningen or leeg.afspraken)
            assert vorderingen(db, kijker, eigen) == []
        for kijker in (INVORDERING, ELDERS, NIEMAND):
            assert signalen(db, kijker, hulp) == [] and andere_zaken(db, kijker, hulp) == []
            assert zoek(db, kijker, Zoekvraag(nummer="V-2")).zaken == ()
        assert vorderingen(db, HULP, hulp) == [] and signalen(db, INVORDERING, eigen) == []


def test_een_persoon_is_wat_een_afdeling_van_hem_weet(vol: Omgeving) -> None:
    with schrijven(vol.engine) as db:
        geef_nummer(db, ANNE, "incasso", telefoon="+31201112233")
        geef_nummer(db, ANNE, "vroegsignalering", mobiel="+31612345678")
        db.execute(text("UPDATE contactgegeven SET onbruikbaar_op = '2026-06-01' WHERE soort = 'telefoon'"))
    with lezen(vol.engine) as db:
        [een, twee] = [persoon(db, i) for i in db.execute(text("SELECT inwoner_id FROM zaak ORDER BY id")).scalars()]
    assert (een.naam, een.adresregels) == ("A. van den Berg", ("Dorpsstraat 1", "1000 AB Voorbeeldstad"))
    assert een.geboortedatum == date(1980, 1, 1) and [c.waarde for c in een.contact] == ["+31201112233"]
    assert een.telefoons == () and [c.waarde for c in twee.telefoons] == ["+31612345678"]
    assert (een.afdeling, twee.afdeling) == ("incasso", "vroegsignalering")


def test_wat_mag_en_wat_niet_mag_hoort_bij_de_persoon(vol: Omgeving) -> None:
    with schrijven(vol.engine) as db:
        [een, twee] = db.execute(text("SELECT inwoner_id FROM zaak ORDER BY id")).scalars()
        geef_toestemming(db, twee, MAART_2)
        meld_af(db, [een], Kanaal.SMS, JUNI_5, "sms")
    with lezen(vol.engine) as db:
        assert persoon(db, een).toestemmingen == () and len(persoon(db, twee).toestemmingen) == 2
        assert persoon(db, een).afmeldingen == persoon(db, twee).afmeldingen == (("sms", JUNI_5, "sms"),)


def test_niets_van_een_persoon_staat_in_een_repr(vol: Omgeving) -> None:
    with schrijven(vol.engine) as db:
        geef_nummer(db, ANNE, "incasso", telefoon="+31201112233")
    with lezen(vol.engine) as db:
        wie = persoon(db, 1)
        gevonden = zoek(db, INVORDERING, Zoekvraag(naam="van den berg"))
        teksten = repr((wie, wie.contact, sporen(db, INVORDERING, 1), gevonden, Zoekvraag(naam="van den Berg")))
    assert gevonden.zaken and "Berg" not in teksten and "+3120" not in teksten


def test_wie_van_de_andere_afdeling_is_heeft_geen_naam(vol: Omgeving) -> None:
    with schrijven(vol.engine) as db:
        ids = [
            onthoud(db, f"p|{naam}", naam, rollen, {GEMEENTE})
            for naam, rollen in (("Ineke", {Rol.INVORDERING}), ("Vera", {Rol.SCHULDHULP}), ("Bas", {Rol.BEHEER}))
        ]
        assert list(namen(db, INVORDERING, ids).values()) == ["Ineke", ANDERE_AFDELING, "Bas"]
        assert list(namen(db, HULP, ids).values()) == [ANDERE_AFDELING, "Vera", "Bas"]
