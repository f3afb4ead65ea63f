"""The morning entry, five fields, in Streamlit: saved to SQLite."""

from __future__ import annotations

import os
import sqlite3

import streamlit as st

database = sqlite3.connect(os.environ["FORM_DATABASE"])
database.execute("CREATE TABLE IF NOT EXISTS night (score, sleep, capsule, unusual, note)")

st.title("Last night")
with st.form("night"):
    score = st.radio("Worst urge, 0 to 10", range(11), horizontal=True)
    sleep = st.text_input("Slept about", "6h30")
    capsule = st.radio("Capsule", ["yes", "no", "late"], horizontal=True)
    unusual = st.multiselect("Anything unusual?", ["coffee late", "alcohol", "travel", "ill"])
    note = st.text_input("Note")
    if st.form_submit_button("Save"):
        with database:
            database.execute(
                "INSERT INTO night VALUES (?, ?, ?, ?, ?)", (score, sleep, capsule, ",".join(unusual), note)
            )
        st.success("Saved")
