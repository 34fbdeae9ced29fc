"""Who may fetch the national delivery? Tokens, secrets, and everything that must not open the door."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from httpx import Response
from joserfc import jwt
from joserfc.jwk import OctKey

from evaluation.ddas.api import OnveiligeInrichting, maak_app
from evaluation.ddas.toegang import DUUR_S, Balie
from tasks.omgeving import Omgeving
from tests.evaluation.ddas.koppeling import (
    FORMULIER,
    GEHEIM,
    PERIODE,
    URL,
    Klant,
    Klok,
    inrichting,
    is_probleem,
    token,
    vraag,
)


def met_kop(client: Klant, kop: str | None) -> Response:
    return client.post(
        "/gegevens", json=PERIODE, headers={} if kop is None else {"Authorization": kop.encode("latin-1")}
    )


@pytest.mark.parametrize(
    "kop", [None, "", "Bearer", "Bearer ", "Basic Y2JzOng=", "Bearer x", "Bearer a.b.c", "Bearer é"]
)
def test_zonder_geldig_token_komt_niemand_binnen(client: Klant, kop: str | None) -> None:
    lichaam = is_probleem(met_kop(client, kop), 401)
    assert lichaam["code"].startswith("ERROR_CODE_ACCESS_TOKEN_")


def beweringen(klok: Klok, **anders: Any) -> dict[str, Any]:
    nu = int(klok.nu.timestamp())
    goed = {"iss": URL, "aud": URL, "sub": "cbs", "scope": "read", "iat": nu, "exp": nu + 60}
    return {k: v for k, v in (goed | anders).items() if v is not None}


@pytest.mark.parametrize(
    ("anders", "status"),
    [({}, 200), ({"exp": 1}, 401), ({"exp": None}, 401), ({"iss": "https://elders.example"}, 401), ({"aud": "x"}, 401),
     ({"sub": "ander"}, 401), ({"scope": "write"}, 403), ({"scope": None}, 403), ({"scope": "readx"}, 403)],
)  # fmt: skip
def test_wat_een_token_moet_zeggen(sqlite: Omgeving, klok: Klok, anders: dict[str, Any], status: int) -> None:
    balie = Balie("cbs", GEHEIM, URL)
    eigen = jwt.encode({"alg": "HS256"}, beweringen(klok, **anders), OctKey.import_key(balie.sleutel))
    antwoord = met_kop(Klant(maak_app(inrichting(sqlite, klok), balie)), f"Bearer {eigen}")
    assert antwoord.status_code == status
    if status != 200:
        is_probleem(antwoord, status)


def test_een_token_van_een_ander_of_zonder_handtekening_geldt_niet(client: Klant, klok: Klok) -> None:
    ander = jwt.encode({"alg": "HS256"}, beweringen(klok), OctKey.import_key(b"een heel andere sleutel van ons!"))
    los = [base64.urlsafe_b64encode(json.dumps(d).encode()).rstrip(b"=").decode()
           for d in ({"alg": "none"}, beweringen(klok))]  # fmt: skip
    echt = token(client)
    kop, lijf, som = echt.split(".")
    for vals in (ander, f"{los[0]}.{los[1]}.", f"{kop}.{los[1]}.{som}", f"{kop}.{lijf}.{som[:-4]}AAAA"):
        is_probleem(met_kop(client, f"Bearer {vals}"), 401)
    assert met_kop(client, f"bearer {echt}").status_code == 200


def test_een_token_geldt_een_kwartier(client: Klant, klok: Klok) -> None:
    eerste = token(client)
    klok.nu += timedelta(seconds=DUUR_S - 1)
    assert vraag(client, eerste).status_code == 200
    klok.nu += timedelta(seconds=2)
    assert is_probleem(vraag(client, eerste), 401)["code"] == "ERROR_CODE_ACCESS_TOKEN_EXPIRED"


def basic(naam: str, geheim: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{naam}:{geheim}".encode()).decode()}


ZONDER = {"grant_type": "client_credentials"}


@pytest.mark.parametrize(
    ("formulier", "koppen", "status", "fout"),
    [
        (FORMULIER, {}, 200, None),
        (FORMULIER | {"scope": "read"}, {}, 200, None),
        (ZONDER, basic("cbs", GEHEIM), 200, None),
        (ZONDER, {}, 401, "invalid_client"),
        (FORMULIER | {"client_secret": GEHEIM[:-1]}, {}, 401, "invalid_client"),
        (FORMULIER | {"client_id": "Cbs"}, {}, 401, "invalid_client"),
        (ZONDER, basic("cbs", "fout"), 401, "invalid_client"),
        (ZONDER, {"Authorization": "Basic ???"}, 401, "invalid_client"),
        (FORMULIER, basic("cbs", GEHEIM), 400, "invalid_request"),
        ({"client_id": "cbs", "client_secret": GEHEIM}, {}, 400, "invalid_request"),
        (FORMULIER | {"grant_type": "password"}, {}, 400, "unsupported_grant_type"),
        (FORMULIER | {"scope": "write"}, {}, 400, "invalid_scope"),
    ],
)
def test_wie_krijgt_een_token(
    client: Klant, formulier: dict[str, str], koppen: dict[str, str], status: int, fout: str | None
) -> None:
    antwoord = client.post("/token", data=formulier, headers=koppen)
    lichaam = antwoord.json()
    assert (antwoord.status_code, lichaam.get("error")) == (status, fout)
    assert antwoord.headers["Cache-Control"] == "no-store"
    assert GEHEIM not in antwoord.text
    if status == 200:
        assert (lichaam["token_type"], lichaam["expires_in"], lichaam["scope"]) == ("Bearer", DUUR_S, "read")


def test_het_geheim_in_het_adres_telt_niet(client: Klant) -> None:
    assert client.post("/token", params=FORMULIER, data=ZONDER).status_code == 401


@pytest.mark.parametrize(
    "anders",
    [{"url": "http://ddas.voorbeeldstad.example"}, {"url": ""}, {"client_id": ""}, {"geheim": ""}, {"geheim": "kort"}],
)
def test_een_onveilige_inrichting_start_niet(sqlite: Omgeving, klok: Klok, anders: dict[str, str]) -> None:
    with pytest.raises(OnveiligeInrichting):
        inrichting(sqlite, klok, **anders)


def test_het_geheim_staat_in_geen_enkele_afdruk(sqlite: Omgeving, klok: Klok) -> None:
    assert GEHEIM not in repr(inrichting(sqlite, klok)) + repr(Balie("cbs", GEHEIM, URL))
