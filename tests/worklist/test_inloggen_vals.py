# pyright: basic
"""What a provider or somebody between may send that is not true: refused, with a page, and nothing of it is kept."""

import logging
import time
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tasks.omgeving import Omgeving
from tests.worklist.deur import browser
from tests.worklist.inlogdienst import (
    Inlogdienst,
    collega,
    kop_van,
    log_in,
    sessies,
)


def test_no_token_is_kept_or_logged(sqlite: Omgeving, dienst: Inlogdienst, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "tijdig")
    munten: list[str] = []
    sleutel = RSAKey.generate_key(2048)
    dienst.sleutels = {"keys": [sleutel.as_dict(private=False) | {"kid": "1"}]}

    def munt(claims: dict[str, Any]) -> str:
        munten.append(jwt.encode({"alg": "RS256", "kid": "1"}, claims, sleutel))
        return munten[-1]

    dienst.munt = munt
    klaar = log_in(klant := browser(dienst.inrichting()))
    bewaard = "".join(str(rij) for rij in sessies(sqlite)) + str(collega(sqlite))
    verteld = caplog.text + str(klaar.headers)
    code = dienst.gevraagd[-1]["code"]
    assert munten and all(stuk not in bewaard + verteld for stuk in (munten[0], munten[0].split(".")[2], code))
    assert str(klant.cookies["tijdig"]) not in bewaard + caplog.text


def test_a_wrong_nonce_is_refused(sqlite: Omgeving, dienst: Inlogdienst) -> None:
    dienst.andere_nonce = True
    geweigerd = log_in(browser(dienst.inrichting()))
    assert (geweigerd.status_code, kop_van(geweigerd)) == (502, "Inloggen lukt nu niet")


def _eigen_munt(dienst: Inlogdienst, kop: dict[str, Any], sleutel: Any, **anders: Any) -> None:
    dienst.munt = lambda claims: jwt.encode(kop, claims | anders, sleutel, algorithms=[kop["alg"]])


VALS = {
    "voor een ander": {"aud": "een-andere-toepassing"},
    "voor een ander, maar door ons gevraagd": {"aud": "een-andere-toepassing", "azp": "WIJ"},
    "van een ander": {"iss": "http://localhost:1"},
    "verlopen": {"exp": int(time.time()) - 3600},
    "van de toekomst": {"iat": int(time.time()) + 3600},
    "zonder nonce": {"nonce": None},
    "een ander toegangsbewijs": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
}


@pytest.mark.parametrize("anders", [pytest.param(velden, id=naam) for naam, velden in VALS.items()])
def test_an_id_token_that_is_not_for_us_now_is_refused(
    sqlite: Omgeving, dienst: Inlogdienst, anders: dict[str, Any]
) -> None:
    sleutel = RSAKey.generate_key(2048)
    dienst.sleutels = {"keys": [sleutel.as_dict(private=False) | {"kid": "1"}]}
    inrichting = dienst.inrichting(client_id=f"tijdig{len(str(anders))}{sorted(anders)}")
    _eigen_munt(dienst, {"alg": "RS256", "kid": "1"}, sleutel)
    assert log_in(browser(inrichting)).status_code == 303
    velden = {naam: inrichting.client_id if waarde == "WIJ" else waarde for naam, waarde in anders.items()}
    _eigen_munt(dienst, {"alg": "RS256", "kid": "1"}, sleutel, **velden)
    geweigerd = log_in(browser(inrichting))
    assert (geweigerd.status_code, kop_van(geweigerd)) == (502, "Inloggen lukt nu niet")


def test_roles_that_are_not_in_the_id_token_are_asked_for(sqlite: Omgeving, dienst: Inlogdienst) -> None:
    sleutel = RSAKey.generate_key(2048)
    dienst.sleutels = {"keys": [sleutel.as_dict(private=False) | {"kid": "1"}]}
    _eigen_munt(dienst, {"alg": "RS256", "kid": "1"}, sleutel, roles=None)
    inrichting = dienst.inrichting(client_id="vraagt-verder")
    assert log_in(browser(inrichting)).status_code == 303
    assert collega(sqlite).rollen == ["vroegsignalering"]
    dienst.over_wie = {"sub": "joris", "roles": ["teamleiding"]}
    assert log_in(browser(inrichting)).status_code == 502


def test_a_signature_of_another_or_none_at_all_is_refused(sqlite: Omgeving, dienst: Inlogdienst) -> None:
    _eigen_munt(dienst, {"alg": "RS256"}, RSAKey.generate_key(2048))
    assert log_in(browser(dienst.inrichting())).status_code == 502
    _eigen_munt(dienst, {"alg": "HS256"}, OctKey.import_key("geheim-dat-ook-de-toepassing-kent"))
    assert log_in(browser(dienst.inrichting())).status_code == 502
    dienst.munt = lambda claims: (
        "eyJhbGciOiJub25lIn0." + jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("x" * 32)).split(".")[1] + "."
    )
    assert log_in(browser(dienst.inrichting())).status_code == 502


def test_new_keys_of_the_provider_are_found(sqlite: Omgeving, dienst: Inlogdienst) -> None:
    assert log_in(browser(dienst.inrichting())).status_code == 303
    sleutel = RSAKey.generate_key(2048)
    dienst.sleutels = {"keys": [sleutel.as_dict(private=False) | {"kid": "nieuw"}]}
    _eigen_munt(dienst, {"alg": "RS256", "kid": "nieuw"}, sleutel)
    assert log_in(browser(dienst.inrichting())).status_code == 303
