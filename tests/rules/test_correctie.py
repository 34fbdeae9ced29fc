# pyright: basic
"""What does the log say once mistakes are put right? (rules/correctie.py)"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rules.beleid import Beleid
from rules.correctie import (
    REDEN,
    Correctiereden,
    Genummerd,
    correctie,
    gebleven,
    geldend,
    latere_taak,
    lees_log,
    log_van,
    terug_te_nemen,
    waarom_niet,
)
from rules.log import Logregel, Soort
from rules.uitkomst import lees_uitkomst
from rules.voortgang import Voortgang, advance
from rules.woorden import Taaksoort
from rules.zaak import Zaak
from tests.rules.bouwers import (
    ALLES_GEDAAN,
    BELEID,
    bereikt,
    dag,
    een_incassozaak,
    een_melding,
    feit,
    gedaan,
    niet_bereikt,
    taak,
)
from tests.rules.levensloop import BELEIDEN, FEITEN, UITKOMSTEN, Gebeurt, gebeur, gebeurtenissen, leef, zaken

T, FOUT = Taaksoort, Correctiereden.VERKEERDE_KEUZE
DONDERDAG = date(2026, 7, 9)


def nummer(*regels: Logregel, regel: str = "", actor: str = "medewerker:7") -> list[Genummerd]:
    """Number these as one log; steps of the rules are named after the first of them that makes such a step."""
    stap = {Soort.TAAK: "call", Soort.TAAK_VERVALLEN: "drop_tasks_during_opschorting", Soort.OPGESCHORT:
            "tell_opschorting", Soort.GESLOTEN: "close_when_paid", Soort.BERICHT: "send_aanmaning",
            Soort.OVERGEDRAGEN: "hand_over", Soort.NIET_OVERGEDRAGEN: "refuse_to_hand_over"}  # fmt: skip
    return [
        Genummerd(n, r, regel or stap.get(r.soort, ""), "systeem" if r.soort in stap else actor)
        for n, r in enumerate(regels, 1)
    ]


def na(zaak: Zaak, *regels: Genummerd) -> Zaak:
    return replace(zaak, log=log_van(regels))


def intrek(volgnr: int, soort: Soort, op: str = "07-10") -> Logregel:
    return correctie(volgnr, soort, FOUT, dag(op))


EERSTE = niet_bereikt(T.BELLEN, "07-09", 1, "ochtend")


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        pytest.param([], EERSTE, id="niets hersteld: het log zoals het is"),
        pytest.param([intrek(2, Soort.TAAK_AFGEROND)], EERSTE[:1], id="ingetrokken: het staat er niet"),
        pytest.param(
            [correctie(2, Soort.TAAK_AFGEROND, FOUT, dag("07-10"), {"soort": "bellen", "poging": 1, "bereikt": True})],
            [EERSTE[0], feit(Soort.TAAK_AFGEROND, "07-09", soort="bellen", poging=1, bereikt=True)],
            id="gewijzigd: op zijn eigen plaats en eigen dag",
        ),
        pytest.param(
            [
                correctie(2, Soort.TAAK_AFGEROND, FOUT, dag("07-10"), {"een": 1}),
                correctie(2, Soort.TAAK_AFGEROND, FOUT, dag("07-11"), {"twee": 2}),
            ],
            [EERSTE[0], feit(Soort.TAAK_AFGEROND, "07-09", twee=2)],
            id="twee keer gewijzigd: de nieuwste telt",
        ),
        pytest.param(
            [
                correctie(2, Soort.TAAK_AFGEROND, FOUT, dag("07-10"), {"een": 1}),
                intrek(2, Soort.TAAK_AFGEROND, "07-11"),
            ],
            EERSTE[:1],
            id="gewijzigd en toen ingetrokken",
        ),
    ],
)
def test_the_log_as_it_must_be_read(extra: list[Logregel], expected: list[Logregel]) -> None:
    regels = list(enumerate([*EERSTE, *extra], 1))
    assert list(lees_log(regels).regels) == expected == [r for _, r in geldend(regels)]


@pytest.mark.parametrize(
    ("regel", "actor", "kan"),
    [
        pytest.param(EERSTE[1], "medewerker:7", True, id="de uitkomst van een taak"),
        pytest.param(EERSTE[1], "medewerker", True, id="uit een verhaal"),
        pytest.param(feit(Soort.UITSTEL_VERLEEND, "07-09", tot="2026-08-01"), "medewerker:7", True, id="een besluit"),
        pytest.param(feit(Soort.UITSTEL_VERLEEND, "07-09"), "systeem", False, id="uit een levering"),
        pytest.param(feit(Soort.OVERLEDEN, "07-09"), "vroegsignalering", False, id="van de andere afdeling"),
        pytest.param(feit(Soort.GESLOTEN, "07-09", resultaat="oninbaar"), "medewerker:7", True, id="zelf gesloten"),
        pytest.param(feit(Soort.GESLOTEN, "07-09", resultaat="betaald"), "systeem", False, id="door Tijdig gesloten"),
        pytest.param(feit(Soort.BETALING, "07-09"), "medewerker:7", False, id="geld komt uit de belastingsuite"),
        pytest.param(feit(Soort.VERHUISD_BINNEN, "07-09"), "medewerker:7", False, id="een adres: leg het goede vast"),
        pytest.param(gedaan(T.ONZEKERE_BEZORGING, "07-09"), "medewerker:7", False, id="het bericht ging al verder"),
        pytest.param(taak(T.BELLEN, "07-09"), "systeem", False, id="een stap van de regels"),
    ],
)
def test_what_a_person_may_put_right(regel: Logregel, actor: str, kan: bool) -> None:
    regels = [Genummerd(1, regel, actor=actor)]
    assert (waarom_niet(regels, 1) == "") is kan


def test_nothing_is_put_right_twice_or_out_of_nothing() -> None:
    regels = nummer(*EERSTE, intrek(2, Soort.TAAK_AFGEROND))
    assert waarom_niet(regels, 2) and waarom_niet(regels, 3) and waarom_niet(regels, 99)


def test_a_person_never_chooses_the_reason_that_tijdig_uses() -> None:
    assert set(REDEN) == set(Correctiereden) - {Correctiereden.GEVOLG}


HULP = bereikt(T.BELLEN, "07-09", "wil hulp")
RUST = feit(Soort.OPGESCHORT, "07-09", reden="hulp", tot="2026-08-08",
            grondslag="Landelijk Convenant Vroegsignalering: 30 dagen na hulpacceptatie")  # fmt: skip


@pytest.mark.parametrize(
    ("log", "van", "begonnen", "expected"),
    [
        pytest.param([*HULP, RUST], 2, (), [3], id="rust die van een fout kwam"),
        pytest.param(
            [*HULP, RUST, taak(T.BELLEN, "07-09", 2), feit(Soort.TAAK_VERVALLEN, "07-09", soort="bellen", poging=2)],
            2, (), [3, 4, 5], id="ook een taak en wat ermee gebeurde",
        ),
        pytest.param([*EERSTE, taak(T.BELLEN, "07-10", 2)], 2, (), [3], id="een taak die nog niemand heeft"),
        pytest.param([*EERSTE, taak(T.BELLEN, "07-10", 2)], 2, [("bellen", 2)], [], id="een collega is al bezig"),
        pytest.param(
            [*EERSTE, *niet_bereikt(T.BELLEN, "07-10", 2, "avond")], 2, (), [], id="de volgende taak is al gedaan"
        ),
        pytest.param(
            [*EERSTE, feit(Soort.OVERGEDRAGEN, "07-10", bedrag=1)], 2, (), [], id="wat weg is, blijft"
        ),
        pytest.param(
            [*EERSTE, feit(Soort.NIET_OVERGEDRAGEN, "07-10", voorwaarden=["geen-contact"])], 2, (), [3],
            id="een nee dat op een fout rustte",
        ),
        pytest.param(
            [*HULP, RUST, intrek(3, Soort.OPGESCHORT)], 2, (), [], id="wat al terug is, gaat niet nog eens terug"
        ),
    ],
)  # fmt: skip
def test_what_goes_back(log: list[Logregel], van: int, begonnen: Any, expected: list[int]) -> None:
    regels = nummer(*log)
    regels.append(Genummerd(len(regels) + 1, intrek(van, Soort.TAAK_AFGEROND)))
    zaak = na(een_incassozaak(), *regels)
    terug = terug_te_nemen(zaak, regels, van, begonnen, BELEID, dag("07-10"))
    assert [g.volgnr for g in terug] == expected


def test_a_step_that_the_rules_would_take_again_stays_where_it_was() -> None:
    """An uitstel that really was granted keeps its rest, with its own day, when a call before it is withdrawn."""
    uitstel = feit(Soort.UITSTEL_VERLEEND, "07-09", tot="2026-09-01")
    rust = feit(Soort.OPGESCHORT, "07-09", reden="uitstel", tot="2026-09-01",
                grondslag="Invorderingswet art. 25 lid 1; Leidraad 25.1.1")  # fmt: skip
    regels = nummer(*EERSTE, uitstel, rust)
    regels.append(Genummerd(5, intrek(2, Soort.TAAK_AFGEROND)))
    assert terug_te_nemen(na(een_incassozaak(), *regels), regels, 2, (), BELEID, dag("07-10")) == ()


def test_a_taak_of_a_person_is_not_a_step_of_the_rules() -> None:
    """A question about a bericht was not asked by a rule: no correction of something else answers it."""
    regels = [*nummer(*EERSTE), Genummerd(3, taak(T.ONZEKERE_BEZORGING, "07-10"), "bezorging_is_onzeker")]
    regels.append(Genummerd(4, intrek(2, Soort.TAAK_AFGEROND)))
    assert terug_te_nemen(na(een_incassozaak(), *regels), regels, 2, (), BELEID, dag("07-10")) == ()


def test_a_later_taak_takes_the_place_of_an_older_one() -> None:
    regels = nummer(*EERSTE, *niet_bereikt(T.BELLEN, "07-10", 2, "avond"))
    assert latere_taak(("bellen", 1), regels) and not latere_taak(("bellen", 2), regels)
    assert not latere_taak(("huisbezoek", 1), regels)


def test_what_has_left_is_told() -> None:
    brieven = [feit(Soort.BERICHT, "07-10", soort=s, poging=1, kanaal="brief") for s in ("aanmaning", "contactverzoek")]
    vervallen = feit(Soort.BERICHT_VERVALLEN, "07-10", soort="contactverzoek", poging=1)
    log = [*EERSTE, *brieven, vervallen, taak(T.BELLEN, "07-10", 2)]
    assert [g.volgnr for g in gebleven(nummer(*log), 2, [("bellen", 2)])] == [3, 6]
    assert [g.volgnr for g in gebleven(nummer(*log), 2, ())] == [3]


BUITEN = frozenset({Soort.BERICHT, Soort.OVERGEDRAGEN, Soort.MELDING})


class Wereld:
    """A zaak with its raw log, as the database would keep it: it only ever grows."""

    def __init__(self, zaak: Zaak, beleid: Beleid) -> None:
        self.zaak, self.beleid = zaak, beleid
        self.regels = [Genummerd(n, r) for n, r in enumerate(zaak.log.regels, 1)]

    def schrijf(self, regel: Logregel, door: str = "") -> int:
        self.regels.append(Genummerd(len(self.regels) + 1, regel, door, "systeem" if door else "medewerker:7"))
        self.zaak = replace(self.zaak, log=log_van(self.regels))
        return len(self.regels)

    def ga_verder(self, today: date) -> Voortgang:
        voortgang = advance(self.zaak, self.beleid, today)
        for g in voortgang.stappen:
            self.schrijf(g.logregel, g.regel)
        return voortgang

    def leg_vast(self, wat: Soort | str, bedrag: int, today: date) -> int:
        """Record a fact or an outcome and return its number; 0 when there is no taak for it."""
        voor = len(self.zaak.log.regels)
        nieuw = gebeur(self.zaak, Gebeurt(0, wat, bedrag), today)
        if len(nieuw.log.regels) == voor:
            return 0
        self.zaak = nieuw
        return self.schrijf(nieuw.log.regels[-1])

    def herstel(self, volgnr: int, eerst: Zaak, today: date) -> None:
        """Withdraw, with what stood with the person; then take back what followed."""
        voor = list(self.regels)
        soort = self.regels[volgnr - 1].logregel.soort
        self.zaak = replace(eerst, log=self.zaak.log)
        self.schrijf(intrek(volgnr, soort, today.isoformat()))
        for g in terug_te_nemen(self.zaak, self.regels, volgnr, (), self.beleid, today):
            self.schrijf(correctie(g.volgnr, g.logregel.soort, Correctiereden.GEVOLG, today), "put_right")
        assert self.regels[: len(voor)] == voor, "het log wordt nooit korter en niets erin verandert"


def inhoud(zaak: Zaak) -> list[str]:
    """What a log says, whatever the order in which steps of one day stand."""
    return sorted(f"{r.soort} {r.dag} {sorted(r.gegevens.items(), key=str)}" for r in zaak.log.regels)


GELD = frozenset({Soort.BETALING, Soort.STORNO, Soort.SIGNAAL_ONTVANGEN, Soort.BERICHT_MISLUKT, Soort.BERICHT_VERVALLEN,
                  Soort.TERUGKOPPELING})  # fmt: skip
"""No colleague records these."""
VERGISSINGEN = st.sampled_from([*(f for f in FEITEN if f not in GELD), *UITKOMSTEN])


@given(zaken, gebeurtenissen, st.sampled_from(BELEIDEN), VERGISSINGEN, st.integers(1, 60000))
def test_recorded_and_put_right_is_never_recorded(
    zaak: Zaak, leven: list[Gebeurt], beleid: Beleid, wat: Soort | str, bedrag: int
) -> None:
    """Somebody makes a mistake, the rules act on it, it is put right, the rules act again: as if it never was.

    Only what left in between, and what no colleague can call back, stays; then nothing is compared.
    """
    gegaan = leef(zaak, leven, beleid, DONDERDAG)
    today, voor, stappen = gegaan[-1]
    goed, fout = Wereld(voor, beleid), Wereld(voor, beleid)
    for wereld in (goed, fout):
        for g in stappen.stappen:
            wereld.schrijf(g.logregel, g.regel)
    eerst, begin = fout.zaak, len(fout.regels)
    volgnr = fout.leg_vast(wat, bedrag, today)
    assume(volgnr)
    fout.ga_verder(today)
    assume(not any(g.logregel.soort in BUITEN for g in fout.regels[begin:]))
    fout.herstel(volgnr, eerst, today)
    toets = fout.ga_verder(today).volgende_toets
    assert toets == goed.ga_verder(today).volgende_toets
    assert inhoud(fout.zaak) == inhoud(goed.zaak)
    assert advance(fout.zaak, beleid, today) == advance(goed.zaak, beleid, today)


def test_all_calls_done_by_mistake_and_one_put_right() -> None:
    """The third call never happened: the handover waits again, and the same taak is asked once more."""
    zaak = een_incassozaak(*ALLES_GEDAAN)
    wereld = Wereld(zaak, BELEID)
    laatste = len(wereld.regels)
    wereld.herstel(laatste, zaak, dag("07-13"))
    assert [t.open for t in wereld.zaak.taken_van(T.BELLEN)] == [False, False, True]
    assert advance(wereld.zaak, BELEID, dag("07-14")).stappen == ()
    wereld.schrijf(gedaan(T.BELLEN, "07-14", 3, **lees_uitkomst("niet bereikt avond").gegevens()))
    assert Soort.OVERGEDRAGEN in {g.logregel.soort for g in advance(wereld.zaak, BELEID, dag("07-15")).stappen}


def test_another_outcome_in_the_place_of_the_old_one() -> None:
    zaak = een_melding(*bereikt(T.HUISBEZOEK, "07-24", "wil geen hulp"))
    wereld = Wereld(zaak, BELEID)
    volgnr = len(wereld.regels)
    wereld.ga_verder(dag("07-24"))
    assert wereld.zaak.gesloten  # type: ignore[attr-defined]
    nieuw = {"soort": "huisbezoek", "poging": 1, **lees_uitkomst("bereikt avond, wil hulp").gegevens()}
    wereld.schrijf(correctie(volgnr, Soort.TAAK_AFGEROND, FOUT, dag("07-24"), nieuw))
    terug = terug_te_nemen(wereld.zaak, wereld.regels, volgnr, (), BELEID, dag("07-24"))
    assert [g.logregel.soort for g in terug] == [Soort.GESLOTEN]
    for g in terug:
        wereld.schrijf(correctie(g.volgnr, g.logregel.soort, Correctiereden.GEVOLG, dag("07-24")), "put_right")
    soorten = [g.logregel.gegevens.get("soort") for g in wereld.ga_verder(dag("07-24")).stappen]
    assert "gesprek-plannen" in soorten and not wereld.zaak.gesloten  # type: ignore[attr-defined]
