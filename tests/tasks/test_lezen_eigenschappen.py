"""Whatever the bytes are: a file is refused with a sentence, or every row of it is accounted for."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tasks.lezen import Afgekeurd, AfgekeurdSchrijver, LeveringGeweigerd, Leveringsoort, Rij, open_levering
from tasks.lezen.afgekeurd import veilige_cel
from tasks.lezen.bestand import STANDAARD
from tasks.lezen.kolommen import KOLOMMEN
from tests.tasks.lezen_bouwstenen import GOED, bestand, kopregel, rij_tekst

M, V = Leveringsoort.MUTATIES, Leveringsoort.VORDERINGEN
VAAK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
BROKJES = st.lists(
    st.sampled_from([b";", b",", b'"', b"\n", b"\r\n", b"\0", b"\xff", b"=1", b"\xc3\xab", b"\xe9", b"a", b"  "])
    | st.binary(max_size=6)
    | st.sampled_from([f"{rij_tekst(M)}\n".encode()]),
    max_size=60,
).map(b"".join)


def lees_alles(pad: Path, soort: Leveringsoort) -> list[Rij]:
    """Read a file and write its refused rows; check that the two agree."""
    levering = open_levering(pad, soort)
    rijen = list(levering)
    afgekeurd = [rij for rij in rijen if isinstance(rij, Afgekeurd)]
    with AfgekeurdSchrijver(pad, levering.kolommen) as schrijver:
        for rij in afgekeurd:
            schrijver.schrijf(rij)
    if afgekeurd:
        terug = list(csv.reader(io.StringIO(schrijver.pad.read_text("utf-8-sig")), delimiter=";"))
        assert [int(rij[-2]) for rij in terug[1:]] == [rij.regelnummer for rij in afgekeurd]
    assert all(rij.redenen for rij in afgekeurd)
    return rijen


@VAAK
@given(
    inhoud=st.binary(max_size=300) | BROKJES,
    soort=st.sampled_from(Leveringsoort),
    naam=st.sampled_from(["a.csv", "a.xlsx"]),
)
@example(inhoud=b"PK\x05\x06" + b"\0" * 18, soort=M, naam="a.xlsx")
def test_willekeurige_bytes_worden_netjes_geweigerd(
    tmp_path: Path, inhoud: bytes, soort: Leveringsoort, naam: str
) -> None:
    pad = bestand(tmp_path, inhoud, naam)
    try:
        rijen = lees_alles(pad, soort)
    except LeveringGeweigerd as fout:
        assert str(fout).endswith(".")
    else:
        assert len(rijen) <= inhoud.count(b"\n") + inhoud.count(b"\r") + 1


@VAAK
@given(onzin=BROKJES)
@example(onzin=b'"' * 7 + b"\n" + b'"\n')
def test_onzin_tussen_goede_rijen_telt_mee(tmp_path: Path, onzin: bytes) -> None:
    goed = f"{rij_tekst(M)}\n".encode()
    pad = bestand(tmp_path, f"{kopregel(M)}\n".encode() + goed * 3 + onzin + b"\n" + goed * 30)
    levering = open_levering(pad, M)
    rijen = list(levering)
    assert rijen == lees_alles(pad, M)
    nummers = [rij.regelnummer for rij in rijen]
    regels = pad.read_text("latin-1").count("\n")  # latin-1 never fails and leaves the line ends where they are
    assert nummers == sorted(set(nummers))
    assert nummers[:3] == [2, 3, 4]
    assert nummers[-1] == regels
    assert len(rijen) + levering.lege_regels <= regels - 1
    if b'"' not in onzin:
        assert len(rijen) + levering.lege_regels == regels - 1


CEL = st.text(max_size=30) | st.sampled_from(["=1+1", "-5,00", '"', "a;b", "een\ntwee", " ", "1.234", "tot 2026-09-01"])


@VAAK
@given(rijen=st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(KOLOMMEN[V].alle, CEL)), max_size=8))
def test_elke_rij_van_een_echte_csv_geeft_een_uitkomst(tmp_path: Path, rijen: list[dict[str, str]]) -> None:
    cellen = [[(GOED[V] | rij)[kolom].replace("\r", "\n") for kolom in KOLOMMEN[V].alle] for rij in rijen]
    assume(all("".join(rij).count("\n") <= STANDAARD.record_regels for rij in cellen))
    stroom = io.StringIO(newline="")
    csv.writer(stroom, delimiter=";", lineterminator="\n").writerows([KOLOMMEN[V].alle, *cellen])
    pad = bestand(tmp_path, stroom.getvalue().encode("utf-8", "replace"))
    uitkomsten = lees_alles(pad, V)
    assert len(uitkomsten) == len(rijen)
    nummer = 2
    for uitkomst, cel in zip(uitkomsten, cellen, strict=True):
        assert uitkomst.regelnummer == nummer
        nummer += 1 + "".join(cel).count("\n")


@given(st.text(max_size=60))
def test_een_veilige_cel_rekent_nooit(cel: str) -> None:
    veilig = veilige_cel(cel)
    assert not veilig.lstrip().startswith(tuple("=+-@"))
    assert veilig.isprintable()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plaats=st.integers(0, 10**6), byte=st.integers(0, 255))
def test_een_omgevallen_byte_in_een_werkboek(tmp_path: Path, plaats: int, byte: int) -> None:
    inhoud = bytearray(WERKBOEK)
    inhoud[plaats % len(inhoud)] = byte
    pad = bestand(tmp_path, bytes(inhoud), "v.xlsx")
    try:
        assert len(lees_alles(pad, M)) <= 5
    except LeveringGeweigerd as fout:
        assert str(fout).endswith(".")


def een_werkboek() -> bytes:
    boek = Workbook()
    for rij in (KOLOMMEN[M].alle, *[tuple(GOED[M].values())] * 5):
        boek.worksheets[0].append(rij)
    stroom = io.BytesIO()
    boek.save(stroom)
    # Stored, not packed, so that a flipped byte reaches the XML instead of the checksum only.
    plat = io.BytesIO()
    with zipfile.ZipFile(stroom) as bron, zipfile.ZipFile(plat, "w", zipfile.ZIP_STORED) as doel:
        for deel in bron.infolist():
            doel.writestr(deel.filename, bron.read(deel))
    return plat.getvalue()


WERKBOEK = een_werkboek()


@pytest.mark.parametrize("cel", ["", "x"])
@pytest.mark.parametrize("knip", [b"</row>", b"<t>", b't="'])
def test_werkblad_met_stukke_xml(tmp_path: Path, cel: str, knip: bytes) -> None:
    uit = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WERKBOEK)) as bron, zipfile.ZipFile(uit, "w") as doel:
        for deel in bron.infolist():
            inhoud = bron.read(deel)
            doel.writestr(deel.filename, inhoud.replace(knip, cel.encode()) if "sheet1" in deel.filename else inhoud)
    with pytest.raises(LeveringGeweigerd):
        list(open_levering(bestand(tmp_path, uit.getvalue(), "v.xlsx"), M))
