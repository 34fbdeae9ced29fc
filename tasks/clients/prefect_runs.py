"""How is one flow run asked for over Prefect's REST API? Without Prefect's own library: importing it costs seconds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from tasks.fouten import PermanentFailure


class RunGeweigerd(PermanentFailure):
    """Prefect kent deze deployment niet, of weigert de run."""


@dataclass(frozen=True)
class Prefect:
    """Where Prefect's API answers, such as http://127.0.0.1:4200/api, and the headers that say who asks."""

    api: str
    kopregels: Mapping[str, str]
    limiet_s: float = 2.0

    def start(
        self, flow: str, deployment: str, parameters: Mapping[str, Any], sleutel: str, naam: str, tags: Sequence[str]
    ) -> str:
        """Ask for one run now and return its id; asked again with the same sleutel it is the same run.

        Raises RunGeweigerd, and httpx.HTTPError when Prefect cannot be reached in time.
        """
        basis = self.api.rstrip("/")
        with httpx.Client(headers=dict(self.kopregels), timeout=self.limiet_s) as http:
            gevonden = http.get(f"{basis}/deployments/name/{quote(flow, safe='')}/{quote(deployment, safe='')}")
            nummer = _id(gevonden)
            verzoek = {"parameters": dict(parameters), "idempotency_key": sleutel, "name": naam, "tags": list(tags)}
            return _id(http.post(f"{basis}/deployments/{nummer}/create_flow_run", json=verzoek))


def _id(antwoord: httpx.Response) -> str:
    if not antwoord.is_success:
        raise RunGeweigerd(f"antwoord {antwoord.status_code}")
    try:
        return str(antwoord.json()["id"])
    except (ValueError, KeyError, TypeError):
        raise RunGeweigerd("onleesbaar antwoord") from None
