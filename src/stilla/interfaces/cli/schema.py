"""`stilla schema NAME`: the published JSON Schema of an answer."""

from __future__ import annotations

import json

import click
import msgspec

from stilla.interfaces.forms.published import PUBLISHED


@click.command()
@click.argument("name", type=click.Choice(list(PUBLISHED)))
def schema(name: str) -> None:
    """The JSON Schema of what a command prints with --json."""
    found = msgspec.json.schema(PUBLISHED[name])
    click.echo(
        json.dumps(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"stilla {name}"} | found,
            indent=2,
        )
    )
