"""What does the command line say? Dutch, short, for people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

BESTAND = "Een bestand of map is niet te gebruiken ({reden}): controleer TIJDIG_HOME en de map van het bestand."
DATABASE = (
    "De database is niet te bereiken of niet in orde ({soort}): "
    "controleer TIJDIG_DATABASE_URL en draai 'tijdig migreer'."
)


def samenvatting(s: Any, bestand: Path) -> str:
    """Tell what became of a delivery."""
    regels = [
        f"{bestand.name}: {s.gelezen} gelezen, {s.aanvaard} aanvaard, {s.bekend} bekend, {s.afgekeurd} afgekeurd."
    ]
    if s.eerder_ingenomen:
        regels.append("Dit bestand is al eerder helemaal ingenomen: er is niets veranderd.")
    if s.onbekende_kolommen:
        regels.append(f"Niet gebruikte kolommen: {', '.join(s.onbekende_kolommen)}.")
    if s.opmerkingen:
        regels.append(f"{s.opmerkingen} opmerkingen: een veld is weggelaten of aangevuld.")
    if s.afgekeurd_bestand:
        regels.append(f"De afgekeurde rijen met de reden staan in {s.afgekeurd_bestand}.")
    return "\n".join(regels)


def rondes(alle: Mapping[str, Any]) -> str:
    """Tell what each round did."""
    return "\n".join(_ronde(naam, r) for naam, r in alle.items())


def _ronde(naam: str, r: Any) -> str:
    kapot = f", {len(r.kapot)} zaken konden niet verder" if r.kapot else ""
    blijft = f"; blijft staan: {tel(r.waarom)}" if r.waarom else ""
    return f"{naam}: {sum(r.telling.values())} stappen ({tel(r.telling)}); post: {tel(r.verzonden)}{blijft}{kapot}."


def tel(telling: Counter[str]) -> str:
    """Tell counts in order of size."""
    return ", ".join(f"{aantal} {naam.replace('_', ' ')}" for naam, aantal in telling.most_common()) or "niets"


def verzonden(telling: Counter[str]) -> str:
    """Tell what left."""
    return f"Post: {tel(telling)}."


def nagekeken(telling: Counter[str]) -> str:
    """Tell what became of uncertain berichten."""
    return f"Nagekeken: {tel(telling)}."


def vrijgegeven(zending: int, nog: int) -> str:
    """Tell whether a zending may leave now."""
    if not nog:
        return f"Zending {zending} is vrijgegeven: ze gaat mee met de volgende verzending."
    return f"Zending {zending} wacht nog op {nog} {'collega' if nog == 1 else 'collega’s'}."


def wachtend(zendingen: Sequence[Any]) -> str:
    """Tell which zendingen wait for release."""
    if not zendingen:
        return "Er wacht niets op vrijgave."
    regels = ["Deze zendingen wachten op vrijgave:"]
    for z in zendingen:
        soorten = ", ".join(f"{aantal} {soort}" for soort, aantal in z.soorten.items())
        regels.append(
            f"  {z.zending}: {z.gemeente}, {z.kanaal} van {z.dag}: {z.aantal} berichten ({soorten}), "
            f"{z.kosten_ct / 100:.2f} euro; vrijgegeven door {', '.join(z.vrijgegeven_door) or 'niemand'} "
            f"({len(z.vrijgegeven_door)} van {z.nodig})"
        )
        regels.append(f"     steekproef: {', '.join(z.steekproef)}")
    regels.append("Vrijgeven: tijdig vrijgave NUMMER --door NAAM")
    return "\n".join(regels)


def gestuiterd(telling: Counter[str]) -> str:
    """Tell what became of e-mail that came back."""
    return f"Teruggekomen e-mail: {tel(telling)}."


def uitleg(u: Any) -> str:
    """Tell every rule with its answer, the decision on top, and the log of a zaak."""
    regels = [
        f"Zaak {u.zaaknummer} ({u.soort}) op {u.dag}, beleid {u.beleid}",
        *(f"Gepauzeerd: {wat}" for wat in u.gepauzeerd),
        "",
        "Regels, in volgorde; de eerste met een antwoord beslist:",
    ]
    regels += [f"  {'→' if r.beslist else ' '} {r.regel}: {r.antwoord}" for r in u.regels]
    if u.voorwaarden:
        regels += ["", "Voorwaarden voor overdracht:"]
        regels += [f"  [{'x' if v.voldaan else ' '}] {v.voorwaarde}: {v.bewijs}" for v in u.voorwaarden]
    regels += ["", "Logboek:"]
    regels += [f"  {g.volgnr:>3}  {g.dag}  {g.wat}" + (f"  [{g.regel}]" if g.regel else "") for g in u.logboek]
    regels += ["", f"Volgende toets: {u.volgende_toets or 'geen, de zaak is gesloten'}"]
    return "\n".join(regels)


def verhalen(uitkomsten: Sequence[tuple[Any, Sequence[Any]]]) -> str:
    """Tell per story whether it came true, and each line that did not."""
    regels: list[str] = []
    for verhaal, verschillen in uitkomsten:
        regels.append(f"{'klopt' if not verschillen else 'klopt niet'}: {verhaal.bestand}")
        regels += [f"  {v}" for v in verschillen]
    return "\n".join(regels)


def beleid(versie: str, bevindingen: Sequence[Any]) -> str:
    """Tell what a check of a beleid found."""
    if not bevindingen:
        return f"Beleid {versie} is in orde."
    return "\n".join([f"Beleid {versie} is geldig, maar let op:", *(f"- {b}" for b in bevindingen)])


def overzicht(o: Any, van: date, tot: date) -> str:
    """Tell what came of a period: where zaken stand, what was sent, what waits for people, and the shares."""
    regels = [f"Voorbeeldstad van {van} tot en met {tot}", ""]
    for soort, aantal in o.zaken.items():
        regels.append(f"Zaken {soort}: {aantal}, waarvan {o.open.get(soort, 0)} open")
        regels += [f"    {n:>5}  {naam}" for naam, n in o.resultaten[soort].items()]
    gb, alle = o.signalen.get("gemeentebelastingen", 0), sum(o.signalen.values())
    regels += ["", f"Signalen: {alle}, waarvan {gb} van Gemeentebelastingen ({deel(gb, alle)})"]
    regels += [f"Meldingen: {o.meldingen}"]
    regels += [
        _met_deel("meervoudig", o.meervoudig, o.meldingen),
        _met_deel("opeenvolgend", o.opeenvolgend, o.meldingen),
    ]
    regels += [_met_deel("bereikt", o.bereikt, o.meldingen), _met_deel("hulp geaccepteerd", o.hulp, o.bereikt)]
    regels += [f"Overgedragen: {o.overgedragen}; niet overgedragen: {_opsomming(o.niet_overgedragen)}"]
    regels += [f"Aanmaningskosten: € {o.incassokosten / 100:.2f}".replace(".", ",")]
    regels += ["", "Berichten:", *(f"    {n:>5}  {naam}" for naam, n in o.berichten.items())]
    regels += [
        "",
        f"Open taken: {sum(o.open_taken.values())}",
        *(f"    {n:>5}  {naam}" for naam, n in o.open_taken.items()),
    ]
    return "\n".join(regels)


def _met_deel(naam: str, teller: int, noemer: int) -> str:
    return f"    {teller:>5}  {naam} ({deel(teller, noemer)})"


def deel(teller: int, noemer: int) -> str:
    """Tell a share in whole percents."""
    return f"{round(100 * teller / noemer)} %" if noemer else "geen"


def _opsomming(tellingen: Mapping[str, int]) -> str:
    return ", ".join(f"{naam} {n}" for naam, n in tellingen.items()) or "geen"
