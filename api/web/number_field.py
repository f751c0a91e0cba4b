"""A whole number from a form, as people type it: full width, with 歳, 分 or 円 behind it."""

from __future__ import annotations

import re
import unicodedata

from api.web.form_state import FormState

_NUMBER = re.compile(r"(\d{1,9})(?:歳|才|分|円)?")


def whole_number(form: FormState, name: str, title: str, *, low: int, high: int) -> int | None:
    """The number, or None when the field is empty or wrong; then the error is in `form`."""
    typed = unicodedata.normalize("NFKC", form.value(name)).replace(",", "").strip()
    if not typed:
        return None
    match = _NUMBER.fullmatch(typed)
    if match is None:
        form.add_error(name, f"{title}は数字で入れてください。")
        return None
    number = int(match.group(1))
    if not low <= number <= high:
        form.add_error(name, f"{title}は{low}から{high}までの数字で入れてください。")
        return None
    return number
