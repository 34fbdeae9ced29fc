"""Does every bounce say the right thing about one of our e-mails, and does nothing a stranger sends do harm?"""

import mailbox
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.clients.dsn import Actie, Oogst, Stuiter, lees_stuiters
from tasks.clients.mime import message_id
from tasks.clients.postvak import MAX_OMVANG
from tasks.fouten import OnjuisteInstelling
from tests.tasks.stuiters import AFZENDER, BERT, EXCHANGE, NAAM, POSTFIX, deel, ontvanger, rapport, stuiter

WEG = Stuiter(
    NAAM, Actie.MISLUKT, "5.1.1", vast=True, adres_schuld=True, reden="het e-mailadres neemt geen e-mail aan (5.1.1)"
)
AAN = Stuiter(NAAM, Actie.BEZORGD, "2.0.0")
GENEGEERD, ONLEESBAAR = Oogst((), 1, 0), Oogst((), 0, 1)


def lees(map_: Path, *mails: bytes) -> Oogst:
    """What a folder with these mails says."""
    for nummer, mail in enumerate(mails):
        (map_ / f"{nummer:05}.eml").write_bytes(mail)
    return lees_stuiters(map_, AFZENDER)


@pytest.mark.parametrize(
    ("mail", "verwacht"),
    [
        pytest.param(POSTFIX.encode(), WEG, id="Postfix"),
        pytest.param(POSTFIX.replace("\n", "\r\n").encode(), WEG, id="Postfix met CRLF"),
        pytest.param(EXCHANGE.encode(), replace(
            WEG, status="5.1.10", reden="het e-mailadres neemt geen e-mail aan (5.1.10)"), id="Exchange"),
        pytest.param(stuiter(ontvanger("delivered", "2.0.0")), AAN, id="bezorgd"),
        pytest.param(stuiter(ontvanger("Relayed (to non-DSN)", "2.0.0")), AAN, id="doorgegeven, met opmerking"),
        pytest.param(stuiter(ontvanger("FAILED", "5.1.1 (bad mailbox)")), WEG, id="hoofdletters en een opmerking"),
        pytest.param(stuiter(codering="base64"), WEG, id="alles in base64"),
        pytest.param(stuiter(codering="quoted-printable"), WEG, id="alles in quoted-printable"),
        pytest.param(stuiter(statussoort="message/global-delivery-status", terugsoort="message/global-headers"), WEG,
                     id="met letters van overal (RFC 6533)"),
        pytest.param(stuiter(terugsoort="message/rfc822"), WEG, id="de hele e-mail terug"),
        pytest.param(stuiter(terugsoort="", envelop=NAAM.strip("<>")), WEG, id="niets terug, wel onze envelop"),
        pytest.param(stuiter(naam="", envelop=NAAM.strip("<>")), WEG, id="terug zonder naam, wel onze envelop"),
        pytest.param(stuiter(aan=f"Bert <{BERT.upper()}>"), WEG, id="adres met hoofdletters"),
        pytest.param(stuiter(ontvanger(aan="é@post.example")), WEG, id="vreemde tekens in het adres"),
        pytest.param(stuiter(ontvanger(), ontvanger("delivered", "2.0.0", "a@elders.example")), WEG,
                     id="meer ontvangers: die van ons beslist"),
        pytest.param(stuiter(ontvanger(aan="x@elders.example"), ontvanger("delivered", "2.0.0", "a@elders.example")),
                     AAN, id="doorgestuurd: een kreeg hem"),
        pytest.param(stuiter(ontvanger(aan="x@elders.example"), ontvanger(aan="y@elders.example")), WEG,
                     id="doorgestuurd: niemand kreeg hem"),
        pytest.param(rapport(deel("message/delivery-status", f"Reporting-MTA: dns; x\n{ontvanger()}"), deel(
            "text/rfc822-headers", f"Message-ID: {NAAM}\n")), WEG, id="alles in een blok"),
        pytest.param(rapport(stuiter().decode(), soort="multipart/mixed", grens="buiten"), WEG,
                     id="in een andere mail verpakt"),
        pytest.param(rapport(deel("message/delivery-status", f"\n{ontvanger()}"), deel(
            "text/rfc822-headers", f"\nMessage-ID: {NAAM}\n")), WEG, id="een lege regel te veel"),
        pytest.param(stuiter().rpartition(b"--grens--")[0], WEG, id="zonder einde"),
    ],
)  # fmt: skip
def test_a_bounce_is_understood(tmp_path: Path, mail: bytes, verwacht: Stuiter) -> None:
    assert lees(tmp_path, mail) == Oogst((verwacht,), 0, 0)


@pytest.mark.parametrize(
    ("blok", "status", "vast", "schuld", "reden"),
    [
        pytest.param(ontvanger(status="5.1.2"), "5.1.2", True, True, "neemt geen", id="domein bestaat niet"),
        pytest.param(ontvanger(status="5.2.1"), "5.2.1", True, True, "neemt geen", id="mailbox gesloten"),
        pytest.param(ontvanger(status="5.1.8"), "5.1.8", True, False, "kwam niet aan", id="ons adres is fout"),
        pytest.param(ontvanger(status="5.2.2"), "5.2.2", True, False, "mailbox is vol", id="mailbox vol"),
        pytest.param(ontvanger(status="5.7.26"), "5.7.26", True, False, "wil onze e-mail niet", id="beleid"),
        pytest.param(ontvanger(status="5.3.0"), "5.3.0", True, False, "kwam niet aan", id="andere server stuk"),
        pytest.param(ontvanger(status="4.4.7"), "4.4.7", False, False, "kwam niet aan", id="te lang geprobeerd"),
        pytest.param(ontvanger(status="onzin"), "5.0.0", True, False, "kwam niet aan", id="onleesbare code"),
        pytest.param(ontvanger(status="2.0.0"), "5.0.0", True, False, "kwam niet aan", id="code spreekt actie tegen"),
        pytest.param(
            ontvanger(status="5.0.0", uitleg="smtp; 550 5.1.1 weg"), "5.1.1", True, True, "neemt", id="code in uitleg"
        ),
        pytest.param(
            ontvanger(status="5.0.0", uitleg="smtp; 550 5.2.1.9 [5.1.1.2] 15.1.1"),
            "5.0.0", True, False, "kwam", id="een nummer van een machine is geen code",
        ),
    ],
)  # fmt: skip
def test_who_is_to_blame(tmp_path: Path, blok: str, status: str, vast: bool, schuld: bool, reden: str) -> None:
    [gevonden] = lees(tmp_path, stuiter(blok)).stuiters
    assert (gevonden.actie, gevonden.status) == (Actie.MISLUKT, status)
    assert (gevonden.vast, gevonden.adres_schuld) == (vast, schuld)
    assert reden in gevonden.reden


@pytest.mark.parametrize(
    "mail",
    [
        pytest.param(stuiter(ontvanger("delayed", "4.4.1")), id="nog onderweg"),
        pytest.param(stuiter(ontvanger("zoiets", "5.1.1")), id="onbekende actie"),
        pytest.param(b"From: bert@post.example\nSubject: Re: hulp\n\nDank u wel", id="een antwoord van een mens"),
        pytest.param(rapport(deel("text/rfc822-headers", f"Message-ID: {NAAM}\n")), id="alleen onze kop terug"),
        pytest.param(
            rapport(deel("message/disposition-notification", "Disposition: automatic-action/MDN; displayed")),
            id="leesbevestiging",
        ),
        pytest.param(
            rapport(deel("message/rfc822", stuiter().decode()), soort="multipart/mixed", grens="buiten"),
            id="een bijlage is geen stuiter",
        ),
        pytest.param(stuiter(naam="<iets@elders.example>"), id="e-mail van een ander"),
        pytest.param(stuiter(naam=NAAM.replace("@", "@kwaad.")), id="domein dat op het onze lijkt"),
        pytest.param(stuiter(naam="<jan jansen@voorbeeldstad.example>"), id="naam die wij nooit geven"),
        pytest.param(stuiter(naam=f"{NAAM} {NAAM}"), id="twee namen"),
        pytest.param(stuiter(naam="=?utf-8?q?=3Cx=40voorbeeldstad=2Eexample=3E?="), id="verpakte naam"),
    ],
)
def test_other_mail_is_ignored(tmp_path: Path, mail: bytes) -> None:
    assert lees(tmp_path, mail) == GENEGEERD


@pytest.mark.parametrize(
    "mail",
    [
        pytest.param(stuiter(naam=""), id="zonder naam van een e-mail"),
        pytest.param(rapport(deel("message/delivery-status", "Reporting-MTA: dns; x")), id="geen ontvanger"),
        pytest.param(
            rapport(deel("message/delivery-status", ""), deel("text/rfc822-headers", f"Message-ID: {NAAM}")), id="leeg"
        ),
        pytest.param(stuiter().replace(b"; boundary=grens", b""), id="zonder grens"),
        pytest.param(stuiter() + b"x" * MAX_OMVANG, id="te groot"),
        pytest.param(rapport(*[deel("text/plain", "x")] * 20_000), id="bom van delen"),
        pytest.param(
            rapport(*[deel("multipart/mixed; boundary=q", "--q\n--q\n")] * 9_000), id="bom van delen zonder inhoud"
        ),
        pytest.param(
            b"".join(b"Content-Type: multipart/mixed; boundary=g%d\n\n--g%d\n" % (n, n) for n in range(9_000)),
            id="bom van delen in delen",
        ),
        pytest.param(
            rapport(
                deel("message/delivery-status", "a: b\n\n" * 150_000),
                deel("text/rfc822-headers", f"Message-ID: {NAAM}"),
            ),
            id="bom van ontvangers",
        ),
        pytest.param(stuiter(codering="base64").replace(b"base64\n\nU", b"base64\n\n="), id="kapotte base64"),
    ],
)
def test_broken_mail_is_counted_quickly(tmp_path: Path, mail: bytes) -> None:
    begin = time.perf_counter()
    assert lees(tmp_path, mail) == ONLEESBAAR
    assert time.perf_counter() - begin < 2


def test_a_heap_of_headers_hides_nothing_and_costs_little(tmp_path: Path) -> None:
    mail = b"".join(b"X-%d: y\n" % n for n in range(90_000)) + stuiter()
    begin = time.perf_counter()
    assert not lees(tmp_path, mail).stuiters
    assert time.perf_counter() - begin < 2


GEMENGD = (POSTFIX.encode(), b"Subject: hoi\n\nhallo\n\nFrom een vriend\n", stuiter(naam=""), EXCHANGE.encode())
UITKOMST = (["5.1.1", "5.1.10"], 1, 1)


def samengevat(gelezen: Oogst) -> tuple[list[str], int, int]:
    """The codes in order, and the counts."""
    return sorted(s.status for s in gelezen.stuiters), gelezen.genegeerd, gelezen.onleesbaar


def test_a_folder_of_eml(tmp_path: Path) -> None:
    (tmp_path / "0.txt").write_bytes(POSTFIX.encode())
    (tmp_path / "map.eml").mkdir()
    assert samengevat(lees(tmp_path, *GEMENGD)) == UITKOMST


def test_a_maildir(tmp_path: Path) -> None:
    post = mailbox.Maildir(tmp_path / "post", create=True)
    for mail in GEMENGD:
        post.add(mail)
    gelezen = mailbox.MaildirMessage(stuiter())
    gelezen.set_subdir("cur")
    post.add(gelezen)
    (tmp_path / "post" / "tmp" / "half").write_bytes(stuiter())
    codes, genegeerd, onleesbaar = samengevat(lees_stuiters(tmp_path / "post", AFZENDER))
    assert (codes, genegeerd, onleesbaar) == (["5.1.1", "5.1.1", "5.1.10"], 1, 1)


@pytest.mark.parametrize("regeleinde", [b"\n", b"\r\n"])
def test_an_mbox(tmp_path: Path, regeleinde: bytes) -> None:
    pad = tmp_path / "stuiters.mbox"
    post = mailbox.mbox(pad, create=True)
    for mail in GEMENGD:
        post.add(mail)
    post.close()
    pad.write_bytes(pad.read_bytes().replace(b"\n", regeleinde))
    voor = pad.read_bytes()
    assert samengevat(lees_stuiters(pad, AFZENDER)) == UITKOMST
    assert pad.read_bytes() == voor


def test_a_line_that_begins_like_a_new_mail_is_one_only_after_an_empty_line(tmp_path: Path) -> None:
    pad = tmp_path / "stuiters.mbox"
    pad.write_bytes(b"From mx\n" + stuiter().replace(b"Sorry", b"Sorry\nFrom ons") + b"\nFrom mx\n" + stuiter())
    assert lees_stuiters(pad, AFZENDER) == Oogst((WEG, WEG), 0, 0)


def test_one_eml_and_an_empty_mailbox(tmp_path: Path) -> None:
    (tmp_path / "een.eml").write_bytes(POSTFIX.encode())
    (tmp_path / "leeg.mbox").write_bytes(b"")
    (tmp_path / "map").mkdir()
    assert lees_stuiters(tmp_path / "een.eml", AFZENDER).stuiters == (WEG,)
    assert lees_stuiters(tmp_path / "leeg.mbox", AFZENDER) == Oogst((), 0, 0)
    assert lees_stuiters(tmp_path / "map", AFZENDER) == Oogst((), 0, 0)


def test_a_mailbox_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OnjuisteInstelling):
        lees_stuiters(tmp_path / "weg", AFZENDER)


def test_a_huge_mbox_needs_little_memory(tmp_path: Path) -> None:
    pad = tmp_path / "groot.mbox"
    with pad.open("wb") as bestand:
        for mail in (stuiter(), b"x" * 20_000_000, b"y\n" * 2_000_000, stuiter()):
            bestand.write(b"From mx\n" + mail + b"\n\n")
    tracemalloc.start()
    gelezen = lees_stuiters(pad, AFZENDER)
    piek = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert gelezen == Oogst((WEG, WEG), 0, 2)
    assert piek < 12_000_000


def test_a_bounce_names_the_bericht() -> None:
    assert WEG.bericht_id == "V-000002-hulpaanbod-1-email"
    assert message_id(WEG.bericht_id, AFZENDER) == WEG.message_id


def test_no_word_of_a_bounce_leaves(tmp_path: Path) -> None:
    uitleg = f"smtp; 550 5.7.1 {BERT} heeft schulden"
    gelezen = lees(tmp_path, stuiter(ontvanger(status="5.0.0", uitleg=uitleg)), POSTFIX.encode(), EXCHANGE.encode())
    assert len(gelezen.stuiters) == 3
    for geheim in ("bert", "jansen", "schulden", "post.example", "User", "helpen"):
        assert geheim not in repr(gelezen)


MONSTERS = [POSTFIX.encode(), EXCHANGE.encode(), stuiter(codering="base64"), stuiter(terugsoort="message/rfc822")]
ONZIN = st.one_of(
    st.binary(max_size=30),
    st.sampled_from(
        [b"\n", b"\r", b"\0", b"--grens\n", b"=?utf-8?b?/w==?=", b"boundary*0*=%''", b"; charset*=x'y'z", b'"']
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(MONSTERS), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), ONZIN), max_size=8))
def test_no_mail_ever_raises(mail: bytes, ingrepen: list[tuple[float, int, bytes]]) -> None:
    for plaats, weg, erbij in ingrepen:
        begin = int(plaats * len(mail))
        mail = mail[:begin] + erbij + mail[begin + weg :]
    with TemporaryDirectory() as map_:
        gelezen = lees(Path(map_), mail)
    assert len(gelezen.stuiters) + gelezen.genegeerd + gelezen.onleesbaar == 1
