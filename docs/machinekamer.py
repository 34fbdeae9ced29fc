"""Write docs/machinekamer.md: what runs by itself and when, and every alarm, from the tables in the code.

Run `make docs` after a change; a test fails while the committed page is old.
"""

from collections.abc import Iterator
from pathlib import Path

from rules.alarmen import UITLEG, Ernst

BESTAND = Path(__file__).with_suffix(".md")

KOP = """# Wat er vanzelf draait, en welke alarmen er zijn

This page is made from `flows/deployments.py` and `rules/alarmen.py` by `make docs`. Do not edit it.
"""

FLOWS = """## Deployments

De tijden zijn Nederlandse tijd, geschreven als cron: minuut, uur, dag, maand, weekdag. Zonder tijd vraagt iemand erom.
"""

ALARMEN = """## Alarmen

Een alarm komt één keer, en gaat vanzelf weg als het niet meer waar is. Bij een fout is de run van de bewaking rood.
"""


def flowregels() -> Iterator[str]:
    """Give the deployments as rows of a Markdown table."""
    from flows.deployments import UITROL

    yield from ("| deployment | tijd | wat het doet |", "|---|---|---|")
    for regel in UITROL:
        naam = f"{regel.naam}-<gemeente>" if regel.per_gemeente else regel.naam
        yield f"| `{naam}` | {f'`{regel.cron}`' if regel.cron else ''} | {regel.uitleg} |"


def alarmregels() -> Iterator[str]:
    """Give the alarms as rows of a Markdown table, the serious ones first."""
    yield from ("| alarm | ernst | wat het betekent | wat u doet |", "|---|---|---|---|")
    for ernst in Ernst:
        for soort, uitleg in UITLEG.items():
            if uitleg.ernst == ernst:
                yield f"| {uitleg.titel} (`{soort}`) | {ernst} | {uitleg.betekent} | {uitleg.doen} |"


def pagina() -> str:
    """Return the whole page."""
    return "\n".join([KOP, FLOWS, *flowregels(), "", ALARMEN, *alarmregels(), ""])


if __name__ == "__main__":
    BESTAND.write_text(pagina(), encoding="utf-8")
