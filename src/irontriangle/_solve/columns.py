"""Which column of a program stands for what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from irontriangle._model.feature import Feature, Variant
from irontriangle._model.members import Member
from irontriangle._model.project import Project
from irontriangle._model.rules import Bundle


@attrs.frozen(eq=False)
class Columns:
    """
    Know which column stands for what.

    Parameters
    ----------
    variants
        The feature and variant of each of the first columns, in order of declaration.
    of_feature
        The columns of each feature.
    bundles
        The bundles, one column each after the variants.
    n_days
        Day columns after the bundles: 0 where dates play no part.
    """

    variants: tuple[tuple[Feature, Variant], ...]
    of_feature: dict[str, range]
    bundles: tuple[Bundle, ...]
    n_days: int

    @classmethod
    def of(cls, project: Project, n_days: int) -> Columns:
        """Number the columns of a project."""
        variants = tuple((feature, variant) for feature in project.scope for variant in feature.variants)
        of_feature = {}
        start = 0
        for feature in project.scope:
            of_feature[feature.name] = range(start, start + len(feature.variants))
            start += len(feature.variants)
        bundles = tuple(rule for rule in project.scope.rules if isinstance(rule, Bundle))
        return cls(variants, of_feature, bundles, n_days)

    def __len__(self) -> int:
        return self.first_day + self.n_days

    @property
    def first_bundle(self) -> int:
        """The column of the first bundle."""
        return len(self.variants)

    @property
    def first_day(self) -> int:
        """The column of the first day."""
        return len(self.variants) + len(self.bundles)

    def of_member(self, member: Member) -> Sequence[int]:
        """Return the columns of which one is chosen when the member is built."""
        if isinstance(member, str):
            return self.of_feature[member]
        feature, name = member
        for column in self.of_feature[feature]:
            if self.variants[column][1].name == name:
                return (column,)
        raise KeyError(member)

    def of_members(self, members: Iterable[Member]) -> list[int]:
        """Return the columns of several members; one that two members share stands twice."""
        return [column for member in members for column in self.of_member(member)]

    def selection(self, x: NDArray[Any]) -> dict[str, str]:
        """Return feature -> variant of what a 0/1 vector builds."""
        chosen = np.flatnonzero(np.asarray(x[: self.first_bundle]) > 0.5)
        return {self.variants[column][0].name: self.variants[column][1].name for column in chosen}

    def vector(self, selection: Mapping[str, str], n_days: int = 0) -> NDArray[np.int64]:
        """Return the 0/1 vector of a selection, its bundles complete and its first `n_days` days at work."""
        x = np.zeros(len(self), dtype=np.int64)
        for feature, variant in selection.items():
            x[self.of_member((feature, variant))[0]] = 1
        x[self.first_day : self.first_day + n_days] = 1
        return self.complete(x)

    def complete(self, x: NDArray[np.int64]) -> NDArray[np.int64]:
        """Set each bundle's column to 1 exactly when all of its members are in."""
        for column, bundle in enumerate(self.bundles, self.first_bundle):
            x[column] = all(any(x[part] for part in self.of_member(name)) for name in bundle.names)
        return x
