from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sealed_examples import KNOWLEDGE, protocol, sealed

from stilla.analysis.design import Design
from stilla.intake.label import read_label
from stilla.interfaces.paper.trial_pages import card_pdf, emergency_pdf, packing_pdf
from stilla.trial.card import card, emergency
from stilla.trial.packing import SPARE, pack
from stilla.trial.product import powder, ready
from stilla.trial.seal import Opened, open_seal

PLAN = protocol()
SEAL = sealed(PLAN)
OPENED = open_seal(PLAN, SEAL.commitment, SEAL.key)
PACKING = pack(PLAN, OPENED, KNOWLEDGE)


@given(st.sampled_from([50, 100, 150, 200]), st.sampled_from([8, 14, 21, 28]))
def test_every_night_has_its_capsules_and_the_first_week_half_of_them(dose, nights):
    product = powder("citrate", dose, KNOWLEDGE)
    first = dose if dose <= 100 else dose / 2
    plan = protocol(product=product, dose_mg=dose, first_week_mg=first, design=Design("balanced", 8, nights))
    opened = Opened((1, 0, 0, 1, 1, 0, 1, 0), tuple("ABCDEFGH"))
    for kit, active in zip(pack(plan, opened, KNOWLEDGE).kits, opened.sequence, strict=True):
        assert kit.active == bool(active)
        assert kit.active_capsules + kit.filler_capsules == (nights + SPARE) * product.capsules
        assert kit.bags + kit.jar_nights == nights == kit.last_night - kit.first_night + 1
        assert kit.bag_active + kit.bag_filler == (product.capsules if kit.bags else 0)
        assert bool(kit.active_capsules) == kit.active
        if kit.active and kit.bags:
            assert kit.bag_active * product.elemental_mg == pytest.approx(dose / 2, rel=0.02)
            assert kit.jar_active * product.elemental_mg == pytest.approx(dose * (kit.jar_nights + SPARE), rel=0.02)


def test_kits_look_alike_from_outside():
    """Bags, jars and counts of an active kit are those of a placebo kit."""
    seen = {(kit.bags, kit.bag_active + kit.bag_filler, kit.jar_active + kit.jar_filler) for kit in PACKING.kits}
    assert len(seen) == 1


def test_totals_are_the_sum_of_the_kits_and_enough_powder_is_bought():
    assert PACKING.totals.active_capsules == 4 * (7 * 2 + 16 * 4) == 312
    assert PACKING.totals.filler_capsules == 8 * 92 - 312
    assert PACKING.totals.powder_g >= 312 * PLAN.product.powder_mg / 1000


def text_of(pdf: bytes, path: Path) -> str:
    if which("pdftotext") is None or which("pdfinfo") is None:
        pytest.skip("poppler is not installed (Debian: poppler-utils)")
    path.write_bytes(pdf)
    read = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True)
    return " ".join(read.stdout.split())


def info_of(path: Path) -> str:
    return subprocess.run(["pdfinfo", str(path)], capture_output=True, check=True, text=True).stdout


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_packing_sheet_says_the_amounts_and_is_tagged(tmp_path, language):
    said = text_of(packing_pdf(PACKING, language), tmp_path / "a.pdf")
    comma = "," if language == "sv" else "."
    wanted = ["200 mg", "100 mg", "309 mg", f"49{comma}94 mg", "736", f"110{comma}9 g", "7 × (2 A + 2 F)", "64 A"]
    assert [each for each in [*wanted, *OPENED.codes, "E 460"] if each not in said] == []
    about = info_of(tmp_path / "a.pdf")
    assert "Tagged: yes" in " ".join(about.split())
    assert "CreationDate" not in about


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_emergency_page_tells_each_kit(tmp_path, language):
    pdf = emergency_pdf(emergency(PLAN, OPENED, KNOWLEDGE), language)
    said = text_of(pdf, tmp_path / "e.pdf")
    for n, (active, code) in enumerate(zip(OPENED.sequence, OPENED.codes, strict=True)):
        what = "Magnesium 200 mg" if active else "Placebo"
        assert f"{n + 1} {21 * n + 1}–{21 * n + 21} {code} {what}" in said
    assert "010-456 6700" in said
    assert "Pages: 1" in " ".join(info_of(tmp_path / "e.pdf").split())


def test_the_card_says_may_and_tells_nothing_of_the_order(tmp_path):
    pdf = card_pdf(card(PLAN, "Karin Ek  070-123 45 67", KNOWLEDGE), "sv")
    said = text_of(pdf, tmp_path / "c.pdf")
    for each in ("Jag tar kanske magnesium, 200 mg", "I may be taking magnesium, 200 mg", "Karin Ek 070-123 45 67",
                 "112", "010-456 6700"):  # fmt: skip
        assert each in said
    assert not [code for code in OPENED.codes if code in said]
    assert "Pages: 2" in " ".join(info_of(tmp_path / "c.pdf").split())


def test_without_a_helper_the_card_points_to_the_envelope(tmp_path):
    said = text_of(card_pdf(card(PLAN, "", KNOWLEDGE), "en"), tmp_path / "c.pdf")
    assert "Nobody else holds the key" in said


def test_the_same_values_give_the_same_bytes_and_another_order_others():
    assert packing_pdf(PACKING, "sv") == packing_pdf(pack(PLAN, OPENED, KNOWLEDGE), "sv")
    turned = Opened(tuple(1 - each for each in OPENED.sequence), OPENED.codes)
    assert packing_pdf(pack(PLAN, turned, KNOWLEDGE), "sv") != packing_pdf(PACKING, "sv")


def test_words_of_the_person_are_never_read_as_markup(tmp_path):
    said = text_of(card_pdf(card(PLAN, "#panic() *Eva* $x$ <b>", KNOWLEDGE), "en"), tmp_path / "c.pdf")
    assert "#panic() *Eva* $x$ <b>" in said


def test_a_ready_made_product_goes_to_a_pharmacy(tmp_path):
    words = "Magnesium 100 mg per capsule"
    product = ready(read_label(words, KNOWLEDGE), words, 200, KNOWLEDGE)
    plan = protocol(product=product)
    by = sealed(plan)
    sheet = pack(plan, open_seal(plan, by.commitment, by.key), KNOWLEDGE)
    assert sheet.totals.powder_g is None
    assert any("pharmacy" in each.en for each in sheet.before)
    assert not any("Weigh" in each.en for each in sheet.filling)
    assert "pharmacy" in text_of(packing_pdf(sheet, "en"), tmp_path / "p.pdf")


def test_without_a_helper_the_sheet_says_what_filling_alone_means(tmp_path):
    plan = protocol(blinding="alone")
    by = sealed(plan)
    sheet = pack(plan, open_seal(plan, by.commitment, by.key), KNOWLEDGE)
    for language, says in (("en", "the trial is not blinded"), ("sv", "då är försöket inte blindat")):
        said = text_of(packing_pdf(sheet, language), tmp_path / "p.pdf")
        assert says in said
        assert "for the helper" not in said
        assert "till hjälparen" not in said


def test_the_sheet_warns_of_filling_by_eye():
    assert any("up to about 400 mg" in each.en for each in PACKING.filling)
