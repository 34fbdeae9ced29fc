"""The world of a story in which the round runs without Prefect and all post leaves at once: same rules, same doors."""

from datetime import date

from sqlalchemy import PoolProxiedConnection, update

from flows.spel import Spelwereld
from models.database import schrijven, tabel
from models.tabellen import Bericht
from rules.bezorging import Status
from tasks import stappen, terugkoppelen
from tasks.omgeving import omgeving

BERICHT = tabel(Bericht)


class Stille(Spelwereld):
    """One gemeente with invented residents."""

    _kijker: PoolProxiedConnection | None = None

    def ronde(self, dag: date) -> None:
        """Let every zaak step until none is due; a day on which nothing is due would change nothing and is skipped."""
        if not self._is_iets_aan_de_beurt(dag) or not omgeving().beleid(self.gemeente).kalender.is_werkdag(dag):
            return
        for _ in range(10):
            ids = [zaak for zaak, _ in stappen.te_doen(self.gemeente, dag)]
            if not ids:
                break
            assert not stappen.zet(ids, self.gemeente, dag).kapot
            self._verstuur(dag)
        terugkoppelen.koppel_terug(self.gemeente, dag)

    def gebeurd(self, dag: date) -> list[tuple[str, str]]:
        """Return (name, line) of what the gemeente did; on most days nothing, which is quick to see."""
        return super().gebeurd(dag) if self._is_er("SELECT 1 FROM gebeurtenis WHERE dag = ? LIMIT 1", dag) else []

    def _verstuur(self, dag: date) -> None:
        klaar = (BERICHT.c.status == Status.KLAARGEZET.value, BERICHT.c.verzend_op <= dag)
        with schrijven(omgeving().engine) as db:
            db.execute(update(BERICHT).where(*klaar).values(status=Status.VERZONDEN.value))

    def _is_iets_aan_de_beurt(self, dag: date) -> bool:
        return self._is_er("SELECT 1 FROM zaak WHERE volgende_toets <= ? LIMIT 1", dag)

    def _is_er(self, vraag: str, dag: date) -> bool:
        """Look without a transaction of its own: this is asked twice for every day of every story."""
        if self._kijker is None:
            self._kijker = omgeving().engine.raw_connection()
        rijen = self._kijker.cursor().execute(vraag, (dag.isoformat(),)).fetchall()  # type: ignore[union-attr]
        return bool(rijen)
