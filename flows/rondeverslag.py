"""What does an operator see of one round? A table with a summary above it, and a link to every zaak that broke."""

from collections.abc import Sequence
from datetime import date

from flows.verslag import dag_voluit, is_stil, toon_tabel
from tasks import rondebeeld
from tasks.omgeving import omgeving
from tasks.rondebeeld import Gedaan


def toon_ronde(gemeente: str, dag: date, gedaan: Gedaan, uitkomst: str) -> None:
    """Show a round in Prefect, under the key `dagronde-<gemeente>`: every round is a version of it."""
    if is_stil():
        return
    naam = omgeving().beleid(gemeente).gemeente.naam
    tekst = f"## Dagronde {naam}, {dag_voluit(dag)}\n\n{uitkomst or 'Er was niets te doen.'}\n"
    toon_tabel(f"dagronde-{gemeente}", rondebeeld.rijen(gemeente, dag, gedaan), tekst + _kapot(gedaan.kapot))


def _kapot(ids: Sequence[int]) -> str:
    if not ids:
        return ""
    regels = [f"- [{nummer}]({adres})" for nummer, adres in rondebeeld.kapotte_zaken(ids)]
    meer = f"\n\nEn nog {len(ids) - len(regels)}." if len(ids) > len(regels) else ""
    return "\n**Deze zaken konden niet verder. Er staat een taak klaar.**\n\n" + "\n".join(regels) + meer + "\n"
