"""The morning entry, five fields, in NiceGUI: saved to SQLite."""

from __future__ import annotations

import os
import sqlite3

from nicegui import ui


@ui.page("/")
def page() -> None:
    ui.label("Last night").classes("text-h4")
    score = ui.radio(list(range(11)), value=0).props("inline")
    sleep = ui.input("Slept about", value="6h30")
    capsule = ui.radio(["yes", "no", "late"], value="yes").props("inline")
    unusual = ui.select(["coffee late", "alcohol", "travel", "ill"], multiple=True, label="Anything unusual?")
    note = ui.input("Note")

    def save() -> None:
        with sqlite3.connect(os.environ["FORM_DATABASE"]) as database:
            database.execute("CREATE TABLE IF NOT EXISTS night (score, sleep, capsule, unusual, note)")
            row = (score.value, sleep.value, capsule.value, ",".join(unusual.value or []), note.value)
            database.execute("INSERT INTO night VALUES (?, ?, ?, ?, ?)", row)
        ui.label("Saved")

    ui.button("Save", on_click=save)


ui.run(port=int(os.environ["FORM_PORT"]), host="127.0.0.1", show=False, reload=False)
