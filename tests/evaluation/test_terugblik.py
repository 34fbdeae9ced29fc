# pyright: basic
"""Does each department read what it may know of a month, and nothing more, once, and nobody's small number?"""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from typing import Any, cast

import pytest
from pydantic import SecretStr

from evaluation import terugblik, terugblikmail
from evaluation.cijfertekst import KLEIN
from evaluation.terugblik import BIJNA_ALLE, WEINIG, Terugblik, eerder, einde, periode_van, van_deel, van_geheel
from models.database import lezen
from rules.resultaat import Eindresultaat as E
from rules.woorden import Zaaksoort
from tasks import omgeving as plek
from tasks import teampost
from tasks.kanaal import Poststuk
from tasks.omgeving import Omgeving
from tests.evaluation.kleinlog import STAD, Schrijver, brief, gebeld, gesloten, melding, overgedragen, schrijver
from tests.standins.smtp_server import GEBRUIKER, WACHTWOORD, SmtpServer

OKTOBER, JULI = date(2026, 10, 1), date(2026, 7, 1)
GB, VS = Zaaksoort.INCASSO, Zaaksoort.VROEGSIGNALERING


def juli_en_oktober(s: Schrijver) -> None:
    """Of 20 signalen of Gemeentebelastingen of July 14 are taken up, 6 reached, 5 of them helped; October is quiet."""
    for n in range(20):
        feiten: list[Any] = [melding("07-20")] if n < 14 else []
        feiten += [gebeld("07-22", "wil hulp" if n < 5 else "regelt zelf")] if n < 6 else []
        feiten += [gesloten("08-17", E.VERVOLGHULP_FINANCIEEL)] if n < 5 else []
        feiten += [gesloten("11-02", E.GEEN_CONTACT)] if 5 <= n < 14 else []
        s.vroeg(*feiten, sector="gemeentebelastingen", op="07-14", telefoon=n < 12, email=False)
    for n in range(9):
        s.vroeg(melding("10-12"), op="10-05", telefoon=False)
        s.incasso(brief("10-05", "herinnering"), gebeld("10-20", "regelt zelf" if n < 2 else ""), vervaldag="09-30")
    for _ in range(11):
        s.incasso(brief("07-01", "herinnering"), brief("07-20", "aanmaning"), gebeld("08-20"), overgedragen("10-14"))


def maak(waar: Omgeving, maand: date = OKTOBER) -> dict[Zaaksoort, Terugblik]:
    with lezen(waar.engine) as db:
        return terugblik.maak(db, STAD, maand)


def regels(t: Terugblik, kop: str) -> list[tuple[str, str]]:
    [deel] = [d for d in t.delen if d.kop == kop]
    return [(r.wat, r.aantal) for r in deel.regels]


def test_what_gemeentebelastingen_may_know(waar: Omgeving) -> None:
    with schrijver(waar) as s:
        juli_en_oktober(s)
    blik = maak(waar)[GB]
    assert regels(blik, "Wat u deed") == [
        ("Herinneringen", "9"), ("Aanmaningen", WEINIG), ("Keer gebeld of langsgegaan", "9"),
        ("de inwoner is gesproken", KLEIN), ("Signalen overgedragen", "11"),
        ("na een herinnering, een aanmaning en een poging tot een gesprek", BIJNA_ALLE),
    ]  # fmt: skip
    assert regels(blik, "Wat er werd van uw signalen") == [
        ("Signalen overgedragen", "20"), ("opgepakt", "14"), ("de inwoner is bereikt", "6"),
        ("de zaak is gesloten", "5"),
    ]  # fmt: skip
    assert [d.maand for d in blik.delen] == [OKTOBER, JULI]


def test_what_vroegsignalering_may_know(sqlite: Omgeving) -> None:
    with schrijver(sqlite) as s:
        juli_en_oktober(s)
    oktober, juli = maak(sqlite)[VS], maak(sqlite, JULI)[VS]
    assert regels(oktober, "Wat er werd van de signalen") == [
        ("Signalen", "20"), ("opgepakt", "14"), ("de inwoner is bereikt", "6"), ("de inwoner wil hulp", KLEIN),
         ("de zaak is gesloten", "5"),
    ]  # fmt: skip
    assert regels(oktober, "Wat er binnenkwam en wat u deed")[:3] == [
        ("Signalen", "9"), ("van Gemeentebelastingen", KLEIN), ("Meldingen", "9"),
    ]  # fmt: skip
    assert dict(regels(juli, "Wat Gemeentebelastingen vooraf deed")) == {
        "Signalen van Gemeentebelastingen": "20", "met een telefoonnummer": "12",
        "na een herinnering, een aanmaning en een poging tot een gesprek": WEINIG,
        "de inwoner was nog niet bekend bij schuldhulpverlening": BIJNA_ALLE,
    }  # fmt: skip


def test_gemeentebelastingen_does_not_hear_what_the_help_was(sqlite: Omgeving) -> None:
    with schrijver(sqlite) as s:
        juli_en_oktober(s)
    blik = maak(sqlite)
    tekst = {a: terugblikmail.tekst(t, "Voorbeeldstad", "Team", "").lower() for a, t in blik.items()}
    verboden = re.compile(r"hulp|schuld|kwijtschelding|bekend|resultaat|antwoord")
    assert verboden.search(tekst[VS]) and not verboden.search(tekst[GB])


def test_the_answers_of_residents_change_nothing_for_gemeentebelastingen(sqlite: Omgeving) -> None:
    """The same July with other answers and other ends reads the same at Gemeentebelastingen."""
    gelezen: set[str] = set()
    for stad, antwoord, eind in (("een", "wil hulp", E.QUICK_FIX), ("twee", "regelt zelf", E.REGELT_ZELF)):
        with schrijver(sqlite, stad) as s:
            for _ in range(12):
                feiten = (melding("07-20"), gebeld("07-22", antwoord), gesloten("08-17", eind))
                s.vroeg(*feiten, sector="gemeentebelastingen", op="07-14")
        with lezen(sqlite.engine) as db:
            gelezen.add(terugblikmail.tekst(terugblik.maak(db, stad, OKTOBER)[GB], "Stad", "Team", ""))
    assert len(gelezen) == 1


@pytest.mark.parametrize(
    ("deel", "geheel", "tekst"),
    [
        pytest.param(5, 10, "5", id="vijf en vijf mag"),
        pytest.param(4, 20, WEINIG, id="vier niet"),
        pytest.param(0, 20, WEINIG, id="nul leest als vier"),
        pytest.param(16, 20, BIJNA_ALLE, id="ook wie overblijft mag niet te vinden zijn"),
        pytest.param(20, 20, BIJNA_ALLE, id="alle leest als bijna alle"),
        pytest.param(5, 9, KLEIN, id="van minder dan tien is elk deel klein"),
    ],
)
def test_a_part_beside_its_whole(deel: int, geheel: int, tekst: str) -> None:
    assert van_deel(deel, van_geheel(geheel)).tekst == tekst


Keten = tuple[int, int, int]


def getoond(keten: Keten) -> tuple[str, str, str]:
    geheel = van_geheel(keten[0])
    deel = van_deel(keten[1], geheel)
    return geheel.tekst, deel.tekst, van_deel(keten[2], deel).tekst


def test_no_small_number_follows_from_what_is_shown() -> None:
    """Whoever sees a whole, a part and a part of that part cannot tell any count below five, nor any remainder."""
    ketens = [(g, d, dd) for g in range(22) for d in range(g + 1) for dd in range(d + 1)]
    gelijk: dict[tuple[str, str, str], list[Keten]] = {}
    for keten in ketens:
        gelijk.setdefault(getoond(keten), []).append(keten)
    for kan in gelijk.values():
        for klein in (lambda k: k[0], lambda k: k[1], lambda k: k[2], lambda k: k[0] - k[1], lambda k: k[1] - k[2]):
            waarden = {klein(k) for k in kan}
            assert len(waarden) > 1 or min(waarden) >= 5, kan


def test_what_is_large_enough_is_shown() -> None:
    assert getoond((40, 25, 12)) == ("40", "25", "12")
    assert getoond((40, 38, 12)) == ("40", BIJNA_ALLE, "12")
    assert getoond((40, 38, 34)) == ("40", BIJNA_ALLE, KLEIN)


def test_months_look_back_on_other_signalen_each() -> None:
    maanden = [date(2026, m, 1) for m in range(1, 13)]
    assert len({periode_van(m).van for m in maanden}) == 12
    assert (einde(date(2028, 2, 9)), eerder(date(2026, 2, 1), 3)) == (date(2028, 2, 29), date(2025, 11, 1))


def test_missing_months_are_told(sqlite: Omgeving) -> None:
    with schrijver(sqlite) as s:
        for maand, reden in (("07", "niets geleverd"), ("08", "niets geleverd"), ("10", "")):
            s.maand("energie", "signalen", maand, reden)
    blik = maak(sqlite)[VS]
    assert [(g.maand, g.reden) for g in blik.gaten] == [(JULI, "niets geleverd")], "augustus staat er niet in"
    tekst = terugblikmail.tekst(blik, "Voorbeeldstad", "Team", "https://werk.example/")
    assert "- juli 2026: signalen van partners (niets geleverd)" in tekst
    assert tekst.rstrip().endswith("https://werk.example/uitkomsten")


def draai(waar: Omgeving, **anders: Any) -> Counter[str]:
    """Run the flow as a worker would, without a server of Prefect."""
    from flows.terugblik import terugblik as flow

    plek.gebruik(waar)
    uit = cast(Any, flow).fn(STAD, **anders)
    return uit if isinstance(uit, Counter) else uit.data


def test_the_mail_goes_once_to_the_address_of_each_team(sqlite: Omgeving, monkeypatch: pytest.MonkeyPatch) -> None:
    with schrijver(sqlite) as s:
        juli_en_oktober(s)
    with SmtpServer() as server:
        monkeypatch.setattr("ssl.create_default_context", lambda *a, **k: server.certificaten)
        waar = replace(sqlite, settings=sqlite.settings.model_copy(update={
            "email": "smtp", "smtp_host": "127.0.0.1", "smtp_port": server.poort, "smtp_user": GEBRUIKER,
            "smtp_password": SecretStr(WACHTWOORD), "smtp_from": "tijdig@voorbeeldstad.example",
        }))  # fmt: skip
        eerste, tweede = draai(waar, today=date(2026, 11, 2)), draai(waar, today=date(2026, 11, 3))
        assert (eerste, tweede) == ({"verstuurd": 2}, {})
        assert server.ontvangers == ["belastingen@voorbeeldstad.example", "geldzaken@voorbeeldstad.example"]
        assert [m["Subject"] for m in server.post] == [
            "Tijdig: terugblik op oktober 2026 (Gemeentebelastingen)",
            "Tijdig: terugblik op oktober 2026 (Team Hulp bij geldzaken)",
        ]  # fmt: skip
    assert draai(waar, maand=OKTOBER, today=date(2026, 12, 1)) == {}, "wat wegging, gaat niet nog eens"


def test_one_part_of_a_series_leaves_once(sqlite: Omgeving) -> None:
    post = Poststuk("terugblik-1", "team@voorbeeldstad.example", "onderwerp", "tekst", klaargezet_op=sqlite.nu())
    assert [teampost.stuur_eenmalig("reeks", deel, post) for deel in ("a", "a", "b", "a")] == [True, None, True, None]
    assert teampost.gegaan("reeks") == {"a", "b"} and teampost.gegaan("andere") == frozenset()


def test_a_dead_mail_server_loses_nothing(sqlite: Omgeving, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.terugblik import NietVerstuurd

    keren: list[str] = []
    echt = teampost._bied_aan  # pyright: ignore[reportPrivateUsage]

    def hapert(waar: Omgeving, post: Any) -> Any:
        keren.append(post.bericht_id)
        if len(keren) == 1:
            return teampost.Antwoord(teampost.Uitkomst.TIJDELIJK_MISLUKT)
        return echt(waar, post)

    monkeypatch.setattr(teampost, "_bied_aan", hapert)
    with pytest.raises(NietVerstuurd):
        draai(sqlite, today=date(2026, 11, 2))
    assert draai(sqlite, today=date(2026, 11, 3)) == {"verstuurd": 1}
    assert [k.removeprefix(f"terugblik-{STAD}-") for k in keren] == [
        "incasso-2026-10", "vroegsignalering-2026-10", "incasso-2026-10",
    ]  # fmt: skip
    namen = sorted(p.name for p in (sqlite.uitgang / "team").iterdir())
    assert namen == [f"terugblik-{STAD}-{a}-2026-10.eml" for a in ("incasso", "vroegsignalering")]
    bericht = cast(
        Any, message_from_bytes((sqlite.uitgang / "team" / namen[0]).read_bytes(), policy=cast(Any, policy.default))
    )
    assert "Dit is de terugblik op oktober 2026 van Voorbeeldstad." in bericht.get_content()


def test_nothing_leaves_on_a_day_off(sqlite: Omgeving) -> None:
    assert draai(sqlite, today=date(2026, 11, 1)) == {}, "een zondag"
    assert not (sqlite.uitgang / "team").exists()


def test_a_month_that_goes_on_is_not_told(sqlite: Omgeving) -> None:
    """Else half a month would count as told."""
    from flows.terugblik import MaandLoopt

    with pytest.raises(MaandLoopt, match="nog niet voorbij"):
        draai(sqlite, maand=OKTOBER, today=date(2026, 10, 31))
    assert draai(sqlite, maand=OKTOBER, today=date(2026, 11, 1)) == {"verstuurd": 2}
