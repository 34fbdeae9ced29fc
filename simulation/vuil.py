"""What is wrong with real files? A little of everything, so that the demo shows what is refused and why.

Bad rows are extra rows: no resident of the demo disappears because of them. About 2 % of all rows.
"""

from collections.abc import Callable, Mapping
from random import Random

from simulation.bestandsvorm import Bestand, Vorm

PER_INWONERS = 200
"""The dirt below comes once for so many residents."""


Rij = dict[str, str]

AFKEUREN: dict[str, tuple[Callable[[Rij], Mapping[str, str]], ...]] = {
    "vorderingen": (
        lambda rij: {"bsn": _verkeerd_bsn(rij["bsn"])},
        lambda rij: {"belastingsoort": "cjib", "bedrag": "119,00", "openstaand": "119,00"},
        lambda rij: {"vervaldag": "31-06-2026"},
        lambda rij: {"postcode": ""},
        lambda rij: {"achternaam": '=HYPERLINK("https://voorbeeldstad.example";"klik")'},
        lambda rij: {"bedrag": "1.234", "openstaand": ""},
        lambda rij: {"huisnummer": f"{rij['huisnummer']}-hoog"},
    ),
    "mutaties": (
        lambda rij: {"datum": "2026-02-30"},
        lambda rij: {"soort": "afboeking"},
        lambda rij: {"bedrag": "-12,50"},
    ),
    "signalen": (
        lambda rij: {"postcode": ""},
        lambda rij: {"straat": "=1+1"},
        lambda rij: {"sector": "gas"},
        lambda rij: {"bedrag": "0,00"},
        lambda rij: {"ontstaansdatum": "31-12-2026"},
    ),
}
"""Each makes one good row into one that must be refused."""

OPMERKINGEN: dict[str, tuple[Mapping[str, str], ...]] = {
    "vorderingen": ({"email": "niet bekend"}, {"telefoon": "06-1234"}, {"email": "b00001@@post.voorbeeldstad.example"}),
    "signalen": ({"email": "b00002(at)post.voorbeeldstad.example"}, {"telefoon": "geen"}),
}
"""Cells that are dropped with a remark; the row stays."""

SLEUTEL = {"vorderingen": "aanslagnummer", "mutaties": "kenmerk", "signalen": "kenmerk"}


def maak_vuil(dobbel: Random, bestanden: list[Bestand], inwoners: int) -> None:
    """Put dirt in the files, in place: refused rows, remarks, double rows and a mutatie for an unknown aanslag."""
    for soort, vervuilers in AFKEUREN.items():
        kandidaten = _kandidaten(bestanden, soort)
        if not kandidaten:
            continue
        for _ in range(max(1, inwoners // PER_INWONERS)):
            for vervuil in vervuilers:
                _keur_af(dobbel, dobbel.choice(kandidaten), vervuil)
            for cel in OPMERKINGEN.get(soort, ()):
                dobbel.choice(_goede(dobbel.choice(kandidaten))).update(cel)
            _verdubbel(dobbel, dobbel.choice(kandidaten))
            if soort == "mutaties":
                _onbekende_aanslag(dobbel, dobbel.choice(kandidaten))


def _kandidaten(bestanden: list[Bestand], soort: str) -> list[Bestand]:
    """Return the largest files of the first half of the year, which the demo always plays."""
    eerste_helft = [b for b in bestanden if b.soort == soort and b.dag.month <= 6 and b.vorm != Vorm.XLSX and b.rijen]
    return sorted(eerste_helft, key=lambda b: (-len(b.rijen), b.naam))[: 1 if soort == "vorderingen" else 8]


def _goede(bestand: Bestand) -> list[Rij]:
    return bestand.rijen[: len(bestand.rijen) - bestand.afgekeurd]


def _keur_af(dobbel: Random, bestand: Bestand, vervuil: Callable[[Rij], Mapping[str, str]]) -> None:
    goed = dobbel.choice(_goede(bestand))
    sleutel = SLEUTEL[bestand.soort]
    bestand.afgekeurd += 1
    slecht = goed | {sleutel: f"{goed[sleutel]}-x{bestand.afgekeurd}".lstrip("-")} | dict(vervuil(goed))
    bestand.rijen.append(slecht)


def _verdubbel(dobbel: Random, bestand: Bestand) -> None:
    """Deliver one good row twice: the second is bekend."""
    goed = _goede(bestand)
    bestand.rijen.insert(len(goed), dict(dobbel.choice(goed)))
    bestand.dubbel += 1


def _onbekende_aanslag(dobbel: Random, bestand: Bestand) -> None:
    """A mutatie for an aanslag that was never delivered: its form is good, so it falls off when it is taken in."""
    bestand.rijen.insert(0, {
        "aanslagnummer": f"2025-1{dobbel.randrange(10**6):06}", "soort": "betaling",
        "datum": bestand.dag.isoformat(), "bedrag": "48,15", "kenmerk": "",
    })  # fmt: skip


def _verkeerd_bsn(bsn: str) -> str:
    """Change the last digit: one digit off never passes the eleven-test."""
    return bsn[:-1] + str((int(bsn[-1]) + 1) % 10)
