"""How does a story tell what the gemeente did? (contracts.md §4) One short Dutch line per step, or nothing."""

from rules.log import Logregel, Soort


def als_verhaal(regel: Logregel) -> str | None:
    """Return the line of a story for a step; None for facts and bookkeeping, which stories do not list."""
    g = regel.gegevens
    match regel.soort:
        case Soort.BERICHT:
            return f"{g['kanaal']} {g['soort']}"
        case Soort.TAAK:
            return f"taak {g['soort']}"
        case Soort.OVERGEDRAGEN:
            return "signaal overgedragen"
        case Soort.NIET_OVERGEDRAGEN:
            return f"signaal niet overgedragen: {', '.join(g['voorwaarden'])}"
        case Soort.MELDING:
            return f"melding {'meervoudig' if g['meervoudig'] else 'enkelvoudig'}{' opeenvolgend' * g['opeenvolgend']}"
        case Soort.OPGESCHORT:
            return f"opgeschort {g['reden']}" + (f" tot {g['tot']}" if g["tot"] else "")
        case Soort.GESLOTEN:
            return f"gesloten {g['resultaat']}"
        case Soort.BERICHT_VERVALLEN:
            return f"vervallen {g['soort']}"
        case _:
            return None
