"""A whole number from a form, as people type it: full width, with its unit, 30分以内, 1時間半."""

from __future__ import annotations

import re
import unicodedata

from api.web.form_state import FormState

_LONGEST = 20  # cut before normalising, which takes time with the square of the length
_ABOUT = "(?:以内|以下|まで|くらい|ぐらい)?"
_NUMBER = re.compile(rf"約?(\d{{1,9}})(?:歳|才|分|円|人|名)?{_ABOUT}")
_HOURS = re.compile(rf"約?(\d{{1,3}})時間(?:(半)|(\d{{1,2}})分)?{_ABOUT}")
_DECADE = re.compile(r"\d{1,3}(?:歳|才)?代.{0,3}")


def whole_number(form: FormState, name: str, title: str, *, low: int, high: int) -> int | None:
    """The number, or None when the field is empty or wrong; then the error is in `form`."""
    given = form.value(name).strip()
    if not given:
        return None
    typed = unicodedata.normalize("NFKC", given[:_LONGEST]).replace(",", "").strip()
    number = _number(typed) if len(given) <= _LONGEST else None
    if number is None:
        form.add_error(name, _refusal(typed, title))
        return None
    if not low <= number <= high:
        form.add_error(name, f"{title}は{low}から{high}までの数字で入れてください。")
        return None
    return number


def _number(typed: str) -> int | None:
    """30, 30分以内 → 30; 1時間半 → 90."""
    if hours := _HOURS.fullmatch(typed):
        return int(hours.group(1)) * 60 + (30 if hours.group(2) else int(hours.group(3) or 0))
    match = _NUMBER.fullmatch(typed)
    return int(match.group(1)) if match else None


def _refusal(typed: str, title: str) -> str:
    """30代 is not guessed at: the ages of places would be judged by the guess."""
    if _DECADE.fullmatch(typed):
        return (
            f"{title}は1つの数字で入れてください。わからないときは空けて、メモに「{typed}」と書いてください。"
        )
    return f"{title}は数字で入れてください。"
