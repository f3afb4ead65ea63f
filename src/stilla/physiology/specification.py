"""A model as it is declared in the knowledge base, with its equations read and its names checked."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING

from stilla.knowledge.models import Model, Parameter
from stilla.physiology.expression import Expression, NotAnExpression, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from stilla.knowledge.models import State
    from stilla.knowledge.store import Knowledge

KINETICS = "kinetics"
AMOUNT = "mmol"


class NotAModel(ValueError):
    """A name that nothing declares, two things of one name, or a flow between what is no amount."""


class Specification:
    """Names in a fixed order, and an expression for each that is computed.

    Args:
        model: the equations.
        parameters: its constants, by symbol.

    Raises:
        NotAModel: the equations do not hang together.
    """

    def __init__(self, model: Model, parameters: Mapping[str, Parameter]) -> None:
        self.model = model
        self.parameters = dict(parameters)
        self.constants = (*(each.symbol for each in model.inputs), *parameters)
        """What is given for a person: inputs, then parameters. The columns of every array of people."""
        self.derived = {each.symbol: self._read(each.symbol, each.is_) for each in model.derived}
        self.assigned = {each.symbol: self._read(each.symbol, each.is_) for each in model.assigned}
        self.flows = {each.symbol: self._read(each.symbol, each.rate) for each in model.flows}
        self.initial = {each.symbol: self._read(each.symbol, each.initial) for each in model.states}
        self.rates = {each.symbol: self._read(each.symbol, each.rate) for each in model.states if each.rate is not None}
        self._check()

    def _read(self, symbol: str, text: str) -> Expression:
        try:
            return read(text)
        except NotAnExpression as error:
            raise NotAModel(f"{self.model.id}, {symbol}: {error}") from error

    @property
    def states(self) -> tuple[str, ...]:
        """Symbols of the states, in the order of every array of states."""
        return tuple(each.symbol for each in self.model.states)

    @cached_property
    def state(self) -> dict[str, State]:
        """States by symbol."""
        return {each.symbol: each for each in self.model.states}

    @cached_property
    def values(self) -> tuple[str, ...]:
        """What the kernel is given for a person: constants, then derived values."""
        return (*self.constants, *self.derived)

    def usual(self) -> dict[str, float]:
        """The constants of a person of whom nothing is known."""
        inputs = {each.symbol: float(each.is_) for each in self.model.inputs}
        return inputs | {symbol: each.value for symbol, each in self.parameters.items()}

    def change_of(self, symbol: str) -> tuple[tuple[str, int], ...]:
        """Which flows change a state: their symbols with +1 where they enter, -1 where they leave."""
        return tuple(
            (flow.symbol, sign)
            for flow in self.model.flows
            for end, sign in ((flow.from_, -1), (flow.to, +1))
            if end == symbol
        )

    def needed(self, states: Iterable[str]) -> tuple[str, ...]:
        """The states that these depend on, themselves included, in order: what a shorter computation must carry."""
        found = set(states)
        while True:
            more = {name for state in found for name in self._moves(state)} | found
            if more == found:
                return tuple(each for each in self.states if each in found)
            found = more

    def _moves(self, state: str) -> Iterator[str]:
        """The states that stand in the equations of a state's change."""
        rates = [self.flows[flow] for flow, _ in self.change_of(state)]
        rates += [self.rates[state]] if state in self.rates else []
        pending = [name for each in rates for name in each.names]
        while pending:
            name = pending.pop()
            if name in self.state:
                yield name
            elif (more := self.assigned.get(name) or self.flows.get(name)) is not None:
                pending.extend(more.names)

    @cached_property
    def digest(self) -> str:
        """A digest of what the kernel is made from: equations and the order of the names, not the numbers."""
        parts = [*self.constants, *(f"{name}={each.text}" for name, each in self._equations())]
        parts += [f"{flow.from_}>{flow.symbol}>{flow.to}" for flow in self.model.flows]
        return hashlib.blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()

    def _equations(self) -> Iterator[tuple[str, Expression]]:
        for kind in (self.derived, self.assigned, self.flows, self.initial, self.rates):
            yield from kind.items()

    def _check(self) -> None:
        every = [*self.constants, *self.derived, *self.assigned, *self.states, *self.flows]
        if twice := {name for name in every if every.count(name) > 1}:
            raise NotAModel(f"{self.model.id}: two things are called {', '.join(sorted(twice))}")
        known = set(self.constants)
        self._only(self.derived, known)
        self._only(self.initial, known | set(self.derived))
        known |= {*self.derived, *self.states}
        self._only(self.assigned, known)
        known |= set(self.assigned)
        for name, each in self.flows.items():
            self._names(name, each, known)
        for name, each in self.rates.items():
            self._names(name, each, known | set(self.flows))
        for flow in self.model.flows:
            for end in filter(None, (flow.from_, flow.to)):
                if end not in self.state or self.state[end].unit != AMOUNT or end in self.rates:
                    raise NotAModel(f"{self.model.id}: the flow {flow.symbol} moves {end}, which is no amount")

    def _only(self, each: Mapping[str, Expression], known: set[str]) -> None:
        """Every expression names only what was declared before it."""
        known = set(known)
        for name, expression in each.items():
            self._names(name, expression, known)
            known.add(name)

    def _names(self, name: str, expression: Expression, known: set[str]) -> None:
        if unknown := set(expression.names) - known:
            raise NotAModel(
                f"{self.model.id}: {name} needs {', '.join(sorted(unknown))}, which is not declared before it"
            )


def specification(knowledge: Knowledge, name: str = KINETICS) -> Specification:
    """A model of the knowledge base.

    Raises:
        NotAModel: its equations do not hang together.
    """
    parameters = {each.symbol: each for each in knowledge.kind("parameters", Parameter).values() if each.model == name}
    return Specification(knowledge.kind("models", Model)[name], parameters)
