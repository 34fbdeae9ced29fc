# pyright: basic
"""Can a team lead see who looked into which zaak of the own department, and is that looking noted too?"""

import csv
import io
from datetime import UTC, datetime

import pytest

from models.database import schrijven, tabel
from models.tabellen_werk import Inzage
from rules.rollen import Rol
from tasks.omgeving import Omgeving
from tests.models.bouwers import een_persoon, een_signaal, een_vordering, leg_op, signaleer
from tests.worklist import dossiers
from tests.worklist.bouwstenen import Klant, klant
from tests.worklist.dossiers import JULI_20


@pytest.fixture
def nu(waar: Omgeving) -> Omgeving:
    """Zaak 1 and 2 of Gemeentebelastingen, 3 of team Vroegsignalering."""
    waar = dossiers.op_dag(waar)
    leg_op(waar, [een_vordering(een_persoon(n, achternaam=f"Geheim{n}"), f"A{n}") for n in range(2)])
    signaleer(waar, een_signaal(een_persoon(5, achternaam="Geheim5")), dag=JULI_20)
    return waar


def leiding(waar: Omgeving, rol: Rol = Rol.INVORDERING) -> Klant:
    return klant(waar, rol, Rol.TEAMLEIDING, naam=f"Teamleider {rol}")


def keek(
    waar: Omgeving, wie: Klant, zaak: int, wat: str, dag: int, uur: int = 9, gemeente: str = "voorbeeldstad"
) -> None:
    afdeling = "vroegsignalering" if zaak == 3 else "incasso"
    rij = {"medewerker_id": wie.id, "gemeente": gemeente, "afdeling": afdeling, "zaak_id": zaak, "wat": wat}
    with schrijven(waar.engine) as db:
        op = datetime(2026, 7, dag, uur, tzinfo=UTC)
        db.execute(tabel(Inzage).insert().values(rij | {"waarom": "controle", "op": op}))


def zoek(baas: Klant, **velden: str) -> str:
    antwoord = baas.stuur("/inzage", **velden)
    assert antwoord.status_code == 200, antwoord.text
    return antwoord.text


def test_de_teamleider_ziet_wie_wat_wanneer_en_waarom(nu: Omgeving) -> None:
    collega, baas = klant(nu, Rol.INVORDERING, naam="Ineke Vos"), leiding(nu)
    collega.lees("/zaak/I-000001?waarom=inwoner-belt")
    pagina = zoek(baas)
    for stuk in ("Ineke Vos", "I-000001", ">zaak<", "De inwoner belt of staat aan de balie"):
        assert stuk in pagina, stuk
    assert "Geheim" not in pagina


def test_zoeken_op_zaak_collega_en_dagen(nu: Omgeving) -> None:
    a, b, baas = klant(nu, Rol.INVORDERING, naam="A"), klant(nu, Rol.INVORDERING, naam="B"), leiding(nu)
    keek(nu, a, 1, "een", 6)
    keek(nu, b, 1, "twee", 7)
    keek(nu, a, 2, "drie", 8)
    for velden, verwacht in (
        ({"nummer": "I-000001"}, {"een", "twee"}),
        ({"wie": str(a.id)}, {"een", "drie"}),
        ({"van": "2026-07-07", "tot": "2026-07-08"}, {"twee", "drie"}),
        ({"nummer": "i-1", "wie": str(a.id), "tot": "2026-07-06"}, {"een"}),
        ({}, {"een", "twee", "drie"}),
    ):
        pagina = zoek(baas, **velden)
        assert {w for w in ("een", "twee", "drie") if f">{w}<" in pagina} == verwacht, velden


def test_een_dag_is_een_nederlandse_dag(nu: Omgeving) -> None:
    wie, baas = klant(nu, Rol.INVORDERING), leiding(nu)
    keek(nu, wie, 1, "na-middernacht", 6, uur=22)  # half past midnight on the 7th in the Netherlands, in summer
    assert ">na-middernacht<" in zoek(baas, van="2026-07-07", tot="2026-07-07")
    assert ">na-middernacht<" not in zoek(baas, tot="2026-07-06")


def test_de_andere_afdeling_blijft_onzichtbaar(nu: Omgeving) -> None:
    hulp, baas = klant(nu, Rol.VROEGSIGNALERING, naam="Vera Smit"), leiding(nu)
    hulp.lees("/zaak/V-000003")
    for velden in ({}, {"nummer": "V-000003"}, {"nummer": "I-000003"}, {"wie": str(hulp.id)}, {"nummer": "V-999999"}):
        pagina = zoek(baas, **velden)
        assert "Niemand keek, voor zover hier bekend." in pagina and "Vera" not in pagina
        assert baas.stuur("/inzage/lijst.csv", **velden).text.count("\n") == 1
    assert "Vera Smit" in zoek(leiding(nu, Rol.SCHULDHULP))
    elders = klant(nu, Rol.INVORDERING, Rol.TEAMLEIDING, naam="Elders", gemeenten=("buurdorp",))
    klant(nu, Rol.INVORDERING).lees("/zaak/I-000001")
    assert "Niemand keek" in zoek(elders)


def test_ook_hier_kijken_is_genoteerd(nu: Omgeving) -> None:
    wie, baas = klant(nu, Rol.INVORDERING), leiding(nu)
    for zaak, wat in ((1, "een"), (1, "nog een"), (2, "twee")):
        keek(nu, wie, zaak, wat, 6)
    zoek(baas)
    eigen = [rij for rij in dossiers.inzagen(nu) if rij[0] == baas.id]
    assert eigen == [(baas.id, 1, "inzage", "inzage-nagekeken"), (baas.id, 2, "inzage", "inzage-nagekeken")]
    assert "Inzage nagekeken" not in zoek(baas)
    assert "Inzage nagekeken" in zoek(baas, nagekeken="ja")


def test_bladeren_gaat_verder_waar_het_blad_ophield(nu: Omgeving) -> None:
    wie, baas = klant(nu, Rol.INVORDERING), leiding(nu)
    for n in range(60):
        keek(nu, wie, 1, f"w{n}", 6)
    eerste = zoek(baas)
    assert ">w59<" in eerste and ">w10<" in eerste and ">w9<" not in eerste
    verder = eerste.split('name="voor" value="')[1].split('"')[0]
    tweede = zoek(baas, voor=verder)
    assert ">w9<" in tweede and ">w0<" in tweede and ">w10<" not in tweede and 'name="voor"' not in tweede


def test_de_lijst_is_een_veilig_bestand_zonder_namen_van_inwoners(nu: Omgeving) -> None:
    wie, baas = klant(nu, Rol.INVORDERING, naam="=1+1"), leiding(nu)
    keek(nu, wie, 1, "zaak", 6)
    antwoord = baas.stuur("/inzage/lijst.csv", nummer="I-000001")
    assert antwoord.headers["content-disposition"] == 'attachment; filename="inzage.csv"'
    assert antwoord.headers["cache-control"] == "no-store" and "Geheim" not in antwoord.text
    rijen = list(csv.reader(io.StringIO(antwoord.content.decode("utf-8-sig")), delimiter=";"))
    assert rijen == [
        ["moment", "collega", "zaak", "wat", "waarom"],
        ["2026-07-06 11:00:00", "'=1+1", "I-000001", "zaak", "Ik controleer het werk"],
    ]
    assert dossiers.inzagen(nu)[-1] == (baas.id, 1, "inzage-lijst", "inzage-nagekeken")


@pytest.mark.parametrize("rollen", [
    {Rol.INVORDERING}, {Rol.VROEGSIGNALERING}, {Rol.TEAMLEIDING}, {Rol.BEHEER}, {Rol.BELEID},
], ids=str)  # fmt: skip
def test_alleen_een_teamleider_met_een_afdeling_mag_dit(rollen: set[Rol], nu: Omgeving) -> None:
    wie = klant(nu, *rollen)
    antwoorden = (wie.get("/inzage"), wie.stuur("/inzage"), wie.stuur("/inzage/lijst.csv"))
    assert [a.status_code for a in antwoorden] == [403, 403, 403]


@pytest.mark.parametrize("velden", [{"van": "gisteren"}, {"tot": "9999-12-31"}, {"wie": "x"}, {"voor": "-1"}], ids=str)
def test_wat_niet_klopt_wordt_gezegd(velden: dict[str, str], nu: Omgeving) -> None:
    assert leiding(nu).stuur("/inzage", **velden).status_code == 422


def test_alleen_met_een_formulier_van_ons(nu: Omgeving) -> None:
    baas = leiding(nu)
    assert baas.post("/inzage", data={}).status_code == 403
    assert baas.post("/inzage/lijst.csv", data={}).status_code == 403
