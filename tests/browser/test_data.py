"""Files in and out through a browser: sleep of a device, and everything as one file."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from stilla.store.sleep import SleepStore
from stilla.store.trial import TrialStore

TABLE = "bed,up,minutes\n2026-11-20 23:00,2026-11-21 06:10,400\n"


@pytest.mark.parametrize("javascript", [True, False])
def test_sleep_from_a_file_to_its_nights(home, visit, tmp_path, javascript):
    served = home()
    file = tmp_path / "ring.csv"
    file.write_text(TABLE, encoding="utf-8")
    page = visit(served, language="sv", javascript=javascript)
    page.goto("/sleep")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Titta i filen").click()
    for field, column in (("start", "bed"), ("end", "up"), ("asleep", "minutes")):
        page.locator(f"select[name={field}]").select_option(column)
    page.get_by_role("button", name="Se vad de blir").click()
    expect(page.locator("table")).to_contain_text("Lördag 21 november")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("1 nya poster")
    assert len(SleepStore(served.folder).records()) == 1


@pytest.mark.parametrize("language", ["sv", "en"])
def test_everything_out_gone_and_in_again(home, visit, tmp_path, language):
    served = home()
    served.ask("POST", "/morning/2026-11-22", {"answer": "save", "score": "6"})
    served.ask("POST", "/language", {"language": language, "to": "/"})
    page = visit(served, language=language)
    page.goto("/data")
    with page.expect_download() as coming:
        page.locator('form[action="/data/export"] button').click()
    file = tmp_path / "mine.zip"
    coming.value.save_as(file)
    page.goto("/data/erase")
    page.get_by_role("textbox").fill({"sv": "radera", "en": "erase"}[language])
    page.locator("button.danger").click()
    page.locator("main a.button[href='/welcome']").wait_for()
    assert not served.folder.exists()
    page.goto("/data")
    page.locator("input[type=file]").set_input_files(file)
    page.locator('form[action="/data/import"] button').click()
    page.locator("main form button").click()
    expect(page.get_by_role("status")).to_be_visible()
    [standing] = TrialStore(served.folder / "trial").record().nights.values()
    assert standing.entry.score == 6
