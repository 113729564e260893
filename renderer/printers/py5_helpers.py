"""Python that stands in a py5 script where py5 and Processing differ: random numbers, floats."""

from __future__ import annotations

HELPERS: dict[str, str] = {
    "single": '''\
def single(x):
    """A number as Processing keeps it: rounded to a 32-bit float."""
    return struct.unpack("f", struct.pack("f", x))[0]
''',
    "random_state": """\
# Processing's random numbers (java.util.Random), so that the picture is the same there.
random_state = 0x5DEECE66D
""",
    "seed_random": """\
def seed_random(seed):
    global random_state
    random_state = (seed ^ 0x5DEECE66D) & 0xFFFFFFFFFFFF
""",
    "random_below": """\
def random_below(high):
    global random_state
    high = single(high)
    if high == 0:
        return 0.0
    while True:
        random_state = (random_state * 0x5DEECE66D + 0xB) & 0xFFFFFFFFFFFF
        value = single((random_state >> 24) / 2**24 * high)
        if value != high:
            return value
""",
    "random_between": """\
def random_between(low, high):
    low, high = single(low), single(high)
    if low >= high:
        return low
    while True:
        value = single(random_below(high - low) + low)
        if value != high:
            return value
""",
}
"""Name → source, in the order they are printed."""

NEEDS: dict[str, tuple[str, ...]] = {
    "seed_random": ("random_state",),
    "random_below": ("random_state", "single", "struct"),
    "random_between": ("random_state", "random_below", "single", "struct"),
}
"""What else a helper needs."""
