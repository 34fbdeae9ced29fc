"""How does the stand-in of Twilio call back? Signed, from its own threads, and as unreliably as a test asks."""

import heapq
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from typing import Any, cast

import httpx
from twilio.request_validator import RequestValidator

Formulier = dict[str, str]


@dataclass
class Belgedrag:
    """How callbacks travel. Times in seconds; `verlies` is the fraction that never arrives.

    Every callback waits `vertraging`, and with `spreiding` up to so much longer, so that they overtake each other.
    Each one comes `keren` times. `omleiding` sends calls for a public address to a server on loopback, as a proxy
    would; the signature stays that of the public address.
    """

    vertraging: float = 0.0
    spreiding: float = 0.0
    keren: int = 1
    verlies: float = 0.0
    omleiding: dict[str, str] = field(default_factory=dict[str, str])


class Beller:
    """Calls the addresses it was given. `uitslag` counts the status codes of the answers; 0 is no answer."""

    def __init__(self, token: str, gedrag: Belgedrag, toeval: Random) -> None:
        """Start waiting for work; nothing is called yet."""
        self.uitslag: Counter[int] = Counter()
        self.gedrag = gedrag
        self._validator = cast(Any, RequestValidator(token))
        self._toeval = toeval
        self._wachtrij: list[tuple[float, int, Callable[[], None]]] = []
        self._nummer = 0
        self._open = 0
        self._slot = threading.Condition()
        self._klaar = False
        self._http = httpx.Client(timeout=10)
        self._handen = ThreadPoolExecutor(4)
        threading.Thread(target=self._loop, daemon=True).start()

    def plan(self, url: str, formulier: Formulier, vooraf: Callable[[], None] = lambda: None, na: float = 0) -> None:
        """Call later, the agreed number of times; `vooraf` is done first, also when the call gets lost."""
        for keer in range(self.gedrag.keren):
            wacht = na + self.gedrag.vertraging + self._toeval.random() * self.gedrag.spreiding
            self._zet(wacht, lambda keer=keer: self._bel(url, formulier, vooraf if keer == 0 else lambda: None))

    def wacht_leeg(self, hoogstens: float = 20) -> None:
        """Wait until every planned call was made. Raises TimeoutError after `hoogstens` seconds."""
        with self._slot:
            if not self._slot.wait_for(lambda: self._open == 0, hoogstens):
                raise TimeoutError(f"{self._open} callbacks wachten nog")

    def sluit(self) -> None:
        """Stop calling."""
        with self._slot:
            self._klaar = True
            self._slot.notify_all()
        self._handen.shutdown(cancel_futures=True)
        self._http.close()

    def teken(self, url: str, formulier: Formulier) -> str:
        """Return the signature that Twilio would give."""
        return str(self._validator.compute_signature(url, formulier))

    def _zet(self, wacht: float, werk: Callable[[], None]) -> None:
        with self._slot:
            self._nummer += 1
            self._open += 1
            heapq.heappush(self._wachtrij, (time.monotonic() + wacht, self._nummer, werk))
            self._slot.notify_all()

    def _loop(self) -> None:
        while True:
            with self._slot:
                while not self._klaar and not self._is_tijd():
                    self._slot.wait(self._wachtrij[0][0] - time.monotonic() if self._wachtrij else None)
                if self._klaar:
                    return
                werk = heapq.heappop(self._wachtrij)[2]
            self._handen.submit(self._doe, werk)

    def _is_tijd(self) -> bool:
        return bool(self._wachtrij) and self._wachtrij[0][0] <= time.monotonic()

    def _doe(self, werk: Callable[[], None]) -> None:
        try:
            werk()
        finally:
            with self._slot:
                self._open -= 1
                self._slot.notify_all()

    def _bel(self, url: str, formulier: Formulier, vooraf: Callable[[], None]) -> None:
        vooraf()
        if not url or self._toeval.random() < self.gedrag.verlies:
            return
        doel = url
        for publiek, echt in self.gedrag.omleiding.items():
            doel = doel.replace(publiek, echt, 1) if doel.startswith(publiek) else doel
        try:
            antwoord = self._http.post(doel, data=formulier, headers={"X-Twilio-Signature": self.teken(url, formulier)})
            code = antwoord.status_code
        except httpx.HTTPError:
            code = 0
        with self._slot:
            self.uitslag[code] += 1
