"""One JSON value on standard output, indented for people."""

from __future__ import annotations

import click
import msgspec


def print_json(value: object) -> None:
    """Print a form, or a list of them."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
