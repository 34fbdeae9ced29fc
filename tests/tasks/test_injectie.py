# pyright: basic
"""Is an attack in any field of a delivery plain text in everything that leaves the house, or refused at the door?

Every text of aanvallen.py goes in from outside, in every column, and is looked for in everything that comes out. A
letter with an attack must be, letter for letter, the letter of a neighbour with a plain name in that field.
"""

import email
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, cast

import pytest

from tasks.lezen.kolommen import KOLOMMEN, Leveringsoort
from tasks.omgeving import Omgeving
from tests.models.bouwers import MAART_2, lees
from tests.tasks.aanvallen import DRUKBAAR, GEWEIGERD
from tests.tasks.injectie import (
    AANVALLEN,
    GEWOON,
    JULI_13,
    MAX_LENGTE,
    VRIJ,
    M,
    Proef,
    S,
    Uitgang,
    V,
    cellen,
    eigen_plek,
    gedrukt,
    kenmerk,
    lever,
    plat,
    rekent,
    speel_signalen,
    speel_vorderingen,
    vorderingproeven,
    weigering,
    zonder,
)

pytestmark = pytest.mark.xdist_group("injectie")

PROEVEN = vorderingproeven()
GEMAAKT = [p for p in PROEVEN if p.naam and weigering(V, p.kolom, p.naam) is None]
BUREN = {p.kolom: p for p in PROEVEN if not p.naam}


@pytest.fixture(scope="module")
def vorderingen(tmp_path_factory: pytest.TempPathFactory, sqlite_sjabloon: Path) -> Iterator[Uitgang]:
    map_ = tmp_path_factory.mktemp("vorderingen")
    with eigen_plek(map_, sqlite_sjabloon) as waar:
        uit = speel_vorderingen(waar, map_)
    yield uit


@pytest.fixture(scope="module")
def signalen(tmp_path_factory: pytest.TempPathFactory, sqlite_sjabloon: Path) -> Iterator[Uitgang]:
    map_ = tmp_path_factory.mktemp("signalen")
    with eigen_plek(map_, sqlite_sjabloon) as waar:
        uit = speel_signalen(waar, map_)
    yield uit


def test_every_row_is_taken_in_or_refused_for_its_attack(vorderingen: Uitgang) -> None:
    """In the order of the delivery, with the reason and the counts: nothing falls in between."""
    verwacht = [reden for p in PROEVEN if p.naam and (reden := weigering(V, p.kolom, p.naam))]
    kop, *rijen = cellen(vorderingen.afgekeurd)
    anders = [(reden, rij[-1]) for reden, rij in zip(verwacht, rijen, strict=True) if not re.search(reden, rij[-1])]
    assert anders == []
    assert {len(rij) for rij in rijen} == {len(kop)} == {len(KOLOMMEN[V].alle) + 2}
    samen = vorderingen.samen
    assert (samen.gelezen, samen.aanvaard, samen.afgekeurd) == (len(PROEVEN), len(PROEVEN) - len(rijen), len(rijen))


def test_a_refused_row_is_harmless_in_a_spreadsheet(vorderingen: Uitgang, signalen: Uitgang) -> None:
    assert rekent(vorderingen.afgekeurd) == rekent(signalen.afgekeurd) == []


@pytest.mark.parametrize("proef", [p for p in GEMAAKT if p.kolom in VRIJ], ids=lambda p: f"{p.kolom}, {p.naam}")
def test_a_letter_shows_what_was_delivered_and_nothing_else(vorderingen: Uitgang, proef: Proef) -> None:
    assert anoniem(vorderingen, proef) == anoniem(vorderingen, BUREN[proef.kolom])


def anoniem(uit: Uitgang, proef: Proef) -> str:
    nummer = proef.vordering["aanslagnummer"]
    return zonder(gedrukt(uit.brief(nummer)).replace(nummer.casefold(), ""), proef.waarde)


def test_a_wrong_number_or_address_is_left_out(vorderingen: Uitgang) -> None:
    soepel = [p for p in GEMAAKT if p.kolom not in VRIJ]
    assert len(soepel) > 2 * len(DRUKBAAR)
    assert all(vorderingen.brief(p.vordering["aanslagnummer"]) for p in soepel)
    assert vorderingen.samen.opmerkingen == len(soepel)


def test_the_manifest_is_harmless_and_complete(vorderingen: Uitgang) -> None:
    [pad] = vorderingen.post.glob("brieven/*/manifest.csv")
    kop, *rijen = cellen(pad)
    assert rekent(pad) == []
    assert {len(rij) for rij in rijen} == {len(kop)}
    assert len(rijen) == vorderingen.samen.aanvaard == len(list(pad.parent.glob("I-*.pdf")))


@pytest.mark.parametrize("naam", DRUKBAAR)
def test_a_partner_and_a_name_are_plain_text_in_a_letter(signalen: Uitgang, naam: str) -> None:
    def brief(waarde: str) -> str:
        return zonder(gedrukt(signalen.brief(kenmerk(waarde, digitaal=False))), waarde)

    assert re.sub("10[0-9]{2}", "", brief(AANVALLEN[naam])) == re.sub("10[0-9]{2}", "", brief(GEWOON))


@pytest.mark.parametrize("naam", DRUKBAAR)
def test_an_email_keeps_its_headers_and_its_html(signalen: Uitgang, naam: str) -> None:
    """No header, part, element or attribute more than the e-mail of the neighbour has, and the same words."""
    eigen, buur = (lees_email(signalen, waarde) for waarde in (AANVALLEN[naam], GEWOON))
    assert eigen.keys() == buur.keys() and not eigen.defects
    assert [deel.get_content_type() for deel in eigen.walk()] == [deel.get_content_type() for deel in buur.walk()]
    assert re.fullmatch(r"ja\d+@voorbeeld\.nl", str(eigen["To"]))
    for kop in ("From", "Subject"):
        assert eigen[kop] == buur[kop]
    assert zonder(inhoud(eigen, "plain"), AANVALLEN[naam]) == zonder(inhoud(buur, "plain"), GEWOON)
    eigen_html, buur_html = Lezer(inhoud(eigen, "html")), Lezer(inhoud(buur, "html"))
    assert eigen_html.elementen == buur_html.elementen
    assert zonder(eigen_html.woorden, AANVALLEN[naam]) == zonder(buur_html.woorden, GEWOON)


def lees_email(uit: Uitgang, waarde: str) -> EmailMessage:
    [pad] = [p for b in uit.berichten[kenmerk(waarde, digitaal=True)] for p in uit.post.glob(f"email/{b}.eml")]
    return cast(EmailMessage, email.message_from_bytes(pad.read_bytes(), policy=policy.default))


def inhoud(bericht: EmailMessage, soort: str) -> str:
    deel = bericht.get_body((soort,))
    assert deel is not None
    return deel.get_content()


class Lezer(HTMLParser):
    """The elements with their attributes, and the words between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elementen: list[Any] = []
        self.woorden = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.elementen.append((tag, attrs))

    def handle_comment(self, data: str) -> None:
        self.elementen.append(data)

    def handle_data(self, data: str) -> None:
        self.woorden += data


def test_an_sms_says_the_same_to_everybody(signalen: Uitgang) -> None:
    teksten = {pad.read_text() for pad in signalen.post.glob("sms/*.txt")}
    assert len(teksten) == 1 and len(list(signalen.post.glob("sms/*.txt"))) == len(DRUKBAAR) + 1


def test_partners_hear_of_every_signaal_in_a_file_of_their_own(signalen: Uitgang) -> None:
    """Names that a file name cannot hold do not push each other out, and no cell is calculated."""
    bestanden = list((signalen.post / "terugkoppeling").iterdir())
    assert len(bestanden) == len(DRUKBAAR) + 1
    assert all(re.fullmatch(r"[a-z0-9-]+\.csv", pad.name) for pad in bestanden)
    assert [rekent(pad) for pad in bestanden if rekent(pad)] == []
    gehoord = {rij[0].removeprefix("'") for pad in bestanden for rij in cellen(pad)[1:]}
    waarden = (GEWOON, *DRUKBAAR.values())
    assert gehoord == {kenmerk(w, digitaal=d).removeprefix("'") for w in waarden for d in (True, False)}


def test_the_log_holds_no_attack(vorderingen: Uitgang, signalen: Uitgang) -> None:
    """Not even as text: names, streets and kenmerken stay in the tables of persons."""
    log = plat(vorderingen.gebeurtenissen + signalen.gebeurtenissen)
    lang = [w for w in (GEWOON, *DRUKBAAR.values()) if len(w) > 3]
    assert [w for w in lang if plat(w) in log] == []


@pytest.mark.parametrize("naam", AANVALLEN)
def test_a_kenmerk_of_a_mutatie_is_no_instruction(sqlite: Omgeving, tmp_path: Path, naam: str) -> None:
    """It is read for an end date only; nothing of it is kept."""
    lever(tmp_path / "v.csv", V, [{}], MAART_2)
    rij = {"soort": "uitstel_verleend", "bedrag": "", "datum": "2026-03-01", "kenmerk": AANVALLEN[naam]}
    samen = lever(tmp_path / "m.csv", M, [rij], MAART_2)
    assert samen.afgekeurd == (1 if naam in GEWEIGERD else 0)
    assert plat(AANVALLEN[naam]) not in plat(str(lees(sqlite, "mutatie") + lees(sqlite, "gebeurtenis")))


@pytest.mark.parametrize("partner", ["Gemeentebelastingen", "GEMEENTEBELASTINGEN"])
def test_a_file_does_not_take_the_place_of_our_own_overdracht(sqlite: Omgeving, tmp_path: Path, partner: str) -> None:
    """The overdracht of zaak 7 comes under gb-7: a signaal that is there already would make it count as known."""
    samen = lever(tmp_path / "s.csv", S, [{"partner": partner, "kenmerk": k} for k in ("gb-7", "GB-7", "7")], JULI_13)
    assert (samen.aanvaard, samen.afgekeurd) == (1, 2)


@pytest.mark.parametrize("soort", [M, Leveringsoort.RETOURPOST])
def test_columns_without_free_text_refuse_every_attack(sqlite: Omgeving, tmp_path: Path, soort: Leveringsoort) -> None:
    """Kenmerk and retourreden are free text, of which one word is understood and nothing is kept."""
    kolommen = [kolom for kolom in KOLOMMEN[soort].alle if kolom not in ("kenmerk", "retourreden")]
    proeven = [(kolom, aanval) for kolom in kolommen for aanval in AANVALLEN.values()]
    samen = lever(tmp_path / "x.csv", soort, [dict([proef]) for proef in proeven], JULI_13)
    assert (samen.gelezen, samen.afgekeurd) == (len(proeven), len(proeven))
    afgekeurd = tmp_path / "x.csv.afgekeurd.csv"
    redenen = [rij[-1] for rij in cellen(afgekeurd)[1:]]
    assert [(k, r) for (k, _), r in zip(proeven, redenen, strict=True) if f"{k}: " not in r] == []
    assert rekent(afgekeurd) == []


@pytest.mark.parametrize("kolom", [*VRIJ, "kenmerk", "partner"])
def test_the_longest_text_is_stored_or_refused(waar: Omgeving, tmp_path: Path, kolom: str) -> None:
    """PostgreSQL stops the whole delivery at a text that its column cannot hold: the door must be narrower."""
    soort = S if kolom in ("kenmerk", "partner") else V
    op_maat, te_lang = "w" * MAX_LENGTE[kolom], "w" * (MAX_LENGTE[kolom] + 1)
    vast = {"telefoon": "0612345678", "email": "a@voorbeeld.nl"}
    samen = lever(tmp_path / "x.csv", soort, [vast | {kolom: op_maat}, vast | {kolom: te_lang}], JULI_13)
    assert (samen.aanvaard, samen.afgekeurd) == (1, 1)
