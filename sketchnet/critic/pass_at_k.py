"""`pass@k` and `n@k`: how many pictures are solved where k programs may be sampled for each.

Both are counted exactly from N ≥ k samples, over all choices of k among them, as if every choice
had been tried. Sources: Chen et al. 2021, section 2.1, for `pass@k`; Li et al. 2022, section 2.2,
for `n@k`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb


def pass_at_k(samples: int, passing: int, k: int) -> float:
    """The odds that some of k samples pass the hidden test.

    Args:
        samples: N that were drawn.
        passing: those of them that pass.
        k: how many may be tried, 1 to N.

    Raises:
        ValueError: the numbers make no sense.
    """
    _check(samples, k)
    if not 0 <= passing <= samples:
        raise ValueError(f"{passing} of {samples} samples pass; expected 0 to {samples}")
    return float(1 - Fraction(comb(samples - passing, k), comb(samples, k)))


def n_at_k(examples: Sequence[int], passing: Sequence[bool], n: int, k: int) -> float:
    """The odds that some of n programs pass the hidden test, picked of k by the example tests.

    Those that pass most example tests are picked; among equals, chance decides.

    Args:
        examples: (N,) how many example tests each sample passes.
        passing: (N,) whether it passes the hidden test.
        n: how many are picked, 1 to k.
        k: how many are sampled, 1 to N.

    Raises:
        ValueError: the numbers make no sense.
    """
    samples = len(examples)
    _check(samples, k)
    if len(passing) != samples:
        raise ValueError(f"{len(passing)} verdicts on {samples} samples")
    if not 1 <= n <= k:
        raise ValueError(f"{n} of {k} cannot be picked; expected 1 to {k}")
    # From the best level down: in how many ways j samples are taken that are all picked, and none
    # of which passes.
    ways = {0: 1}
    failing = Fraction(0)
    below = samples
    for level in sorted(set(examples), reverse=True):
        own = [bool(good) for good, tests in zip(passing, examples, strict=True) if tests == level]
        size, bad = len(own), own.count(False)
        below -= size
        taken: dict[int, int] = {}
        for before, count in ways.items():
            for more in range(min(size, k - before) + 1):
                if before + more < n:
                    found = count * comb(bad, more)
                    taken[before + more] = taken.get(before + more, 0) + found
                else:  # the pick is full with some of these; what comes below is free
                    open_ = n - before
                    odds = Fraction(comb(bad, open_), comb(size, open_))
                    rest = comb(below, k - before - more)
                    failing += count * comb(size, more) * odds * rest
        ways = taken
    return float(1 - failing / comb(samples, k))


def _check(samples: int, k: int) -> None:
    if not 1 <= k <= samples:
        raise ValueError(f"{k} of {samples} samples; expected 1 to {samples}")
