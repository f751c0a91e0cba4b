"""What a word of a place counts as in the catalogue, from where it stands and how it is said."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.engine.reading.place import ABSENT, AUDIENCE_FIELD, CONSIDERATIONS, FIELDS, NAME, OPPOSITE

STATED, AUDIENCE, WELCOME, OPPOSED, MISSING = 1, 2, 4, 8, 16
"""What a concept is read as: `STATED` in anything that a place says of itself; `AUDIENCE` among the people it names
in 名称 and 対象者, nobody when it says that everybody may come; `WELCOME` these and the people named in 受入の配慮;
`OPPOSED` a care whose opposite it says ("にぎやかです"); `MISSING` what it says is not there."""

_OF_FIELD = np.array(
    [
        STATED | WELCOME | AUDIENCE
        if field in (NAME, AUDIENCE_FIELD)
        else STATED | WELCOME
        if field == CONSIDERATIONS
        else STATED
        for field in range(len(FIELDS))
    ],
    dtype=np.uint8,
)


def word_flags(
    fields: npt.NDArray[np.uint8], said: npt.NDArray[np.uint8], everybody: npt.NDArray[np.bool_]
) -> npt.NDArray[np.uint8]:
    """The flags of words by their field, how they are said, and whether their place is for everybody."""
    flags = np.where(everybody, _OF_FIELD[fields] & ~np.uint8(AUDIENCE), _OF_FIELD[fields])
    flags = np.where(said == OPPOSITE, np.uint8(OPPOSED), flags)
    return np.where(said == ABSENT, np.uint8(MISSING), flags).astype(np.uint8)
