"""What somebody typed into a form and what is wrong with it, as the templates show it again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from api.web.admission import FORM_TOKEN_FIELD
from api.web.sent_form import Form


@dataclass
class FormState:
    """`values` by field, several for checkboxes; `errors` one sentence by field, in the order found."""

    values: Mapping[str, tuple[str, ...]]
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, values: Mapping[str, Iterable[str]]) -> Self:
        """A form with these values and no errors."""
        return cls({name: tuple(given) for name, given in values.items()})

    @classmethod
    def sent(cls, form: Form) -> Self:
        """A form as it was sent, without its token.

        A form sends a line break as two characters; it is one here, as it was when the browser counted.
        """
        return cls(
            {
                name: tuple(value.replace("\r\n", "\n") for value in form.getlist(name))
                for name in form
                if name != FORM_TOKEN_FIELD
            }
        )

    def value(self, name: str) -> str:
        """The single value of a field, "" when it is empty."""
        given = self.values.get(name, ())
        return given[0] if given else ""

    def chosen(self, name: str) -> tuple[str, ...]:
        """All values of a field."""
        return self.values.get(name, ())

    def filled(self, *, except_for: Collection[str]) -> list[tuple[str, str]]:
        """Name and value of everything that holds something, to be carried along in hidden fields."""
        return [(n, v) for n, given in self.values.items() if n not in except_for for v in given if v]

    def has_any(self, names: Iterable[str]) -> bool:
        """Whether one of these fields holds something or is wrong."""
        return any(any(v.strip() for v in self.chosen(name)) or name in self.errors for name in names)

    def add_error(self, name: str, message: str) -> None:
        """The first error of a field is the one that is shown."""
        self.errors.setdefault(name, message)
