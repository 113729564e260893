"""JavaScript that stands behind a p5.js sketch where p5.js and Processing differ."""

from __future__ import annotations

HELPERS: dict[str, str] = {
    "withAlpha": """\
// A colour made more transparent: p5.js's fill(color, alpha) would ignore the alpha.
function withAlpha(c, a) {
  return color(red(c), green(c), blue(c), (alpha(c) * constrain(a, 0, 255)) / 255);
}
""",
    "opaque": """\
// Processing's canvas is opaque: its background() ignores the alpha.
function opaque(c) {
  return color(red(c), green(c), blue(c));
}
""",
    "stretchedArc": """\
// An arc as Processing draws it: never backwards, one turn at most, its angles stretched
// with the ellipse.
function stretchedArc(x, y, w, h, start, stop, mode) {
  if (stop <= start) return;
  if (stop - start >= TWO_PI) [start, stop] = [0, TWO_PI];
  const [from, to] = [start, stop].map(angle => {
    const seen = atan2(h * sin(angle), w * cos(angle));
    return seen + TWO_PI * Math.round((angle - seen) / TWO_PI);
  });
  arc(x, y, w, h, from, to, mode);
}
""",
    "randomState": """\
// Processing's random numbers (java.util.Random), so that the picture is the same there.
let randomState = 0x5DEECE66Dn;
""",
    "seedRandom": """\
function seedRandom(seed) {
  randomState = (BigInt(seed) ^ 0x5DEECE66Dn) & 0xFFFFFFFFFFFFn;
}
""",
    "randomBelow": """\
function randomBelow(high) {
  if (high === 0) return 0;
  high = Math.fround(high);
  for (;;) {
    randomState = (randomState * 0x5DEECE66Dn + 0xBn) & 0xFFFFFFFFFFFFn;
    const value = Math.fround((Number(randomState >> 24n) / 0x1000000) * high);
    if (value !== high) return value;
  }
}
""",
    "randomBetween": """\
function randomBetween(low, high) {
  [low, high] = [Math.fround(low), Math.fround(high)];
  if (low >= high) return low;
  for (;;) {
    const value = Math.fround(randomBelow(high - low) + low);
    if (value !== high) return value;
  }
}
""",
}
"""Name → source, in the order they are printed."""

NEEDS: dict[str, tuple[str, ...]] = {
    "seedRandom": ("randomState",),
    "randomBelow": ("randomState",),
    "randomBetween": ("randomState", "randomBelow"),
}
"""What else a helper needs."""
