"""Inequality among people: what each person has is the value of the cell or district they live in."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geo.errors import GeoError

FloatArray = npt.NDArray[np.float64]


def gini(values: FloatArray, people: FloatArray) -> float:
    """Gini coefficient by people: G = Σ_i Σ_j p_i·p_j·|x_i − x_j| / (2·μ·P²), 0 equal to nearly 1.

    C. Gini 1912; with weights as in R. I. Lerman and S. Yitzhaki, "Improving the accuracy of estimates of Gini
    coefficients", Journal of Econometrics 42 (1989), 43–47: twice the area between the Lorenz curve and equality.
    `values` ≥ 0 and `people` ≥ 0, shape (n,). NaN when there is nobody, or nobody has anything. Raises GeoError.
    """
    values, people = _checked(values, people)
    ascending = np.argsort(values, kind="stable")
    share = people[ascending]
    amount = share * values[ascending]
    if not amount.sum() > 0.0:
        return float("nan")
    lorenz = np.cumsum(amount) / amount.sum()
    under_curve = (share / share.sum() * (lorenz + np.concatenate([[0.0], lorenz[:-1]]))).sum()
    return float(max(1.0 - under_curve, 0.0))  # rounding of a perfectly equal distribution


def theil(values: FloatArray, people: FloatArray) -> float:
    """Theil's T by people: Σ_i p_i/P · x_i/μ · ln(x_i/μ), with 0·ln 0 = 0; 0 equal, at most ln P.

    H. Theil, "Economics and Information Theory" (1967), chapter 4. Arguments and NaN as for `gini`.
    """
    values, people = _checked(values, people)
    if not (values * people).sum() > 0.0:
        return float("nan")
    relative = values / ((values * people).sum() / people.sum())
    having = relative > 0.0
    parts = people[having] / people.sum() * relative[having] * np.log(relative[having])
    return float(max(parts.sum(), 0.0))


def _checked(values: FloatArray, people: FloatArray) -> tuple[FloatArray, FloatArray]:
    values, people = np.asarray(values, dtype=np.float64), np.asarray(people, dtype=np.float64)
    if values.shape != people.shape or values.ndim != 1:
        raise GeoError("格差の計算には、値と人口を同じ数だけ並べてください。")
    if not (np.isfinite(values) & (values >= 0.0) & np.isfinite(people) & (people >= 0.0)).all():
        raise GeoError("格差の計算に負の数か、数でない値があります。値の分からない区域は除いてください。")
    return values, people
