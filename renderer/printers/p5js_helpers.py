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
    "matrices": """\
// Matrices alone: p5.js's push() and pop() would bring back the style too.
const matrices = [];
""",
    "saveMatrix": """\
function saveMatrix() {
  matrices.push(drawingContext.getTransform());
}
""",
    "restoreMatrix": """\
function restoreMatrix() {
  drawingContext.setTransform(matrices.pop());
}
""",
    "curveThrough": """\
// p5.js 1 calls it curve(), p5.js 2 spline().
function curveThrough(x1, y1, x2, y2, x3, y3, x4, y4) {
  const [ax, ay] = [x2 + (x3 - x1) / 6, y2 + (y3 - y1) / 6];
  const [bx, by] = [x3 - (x4 - x2) / 6, y3 - (y4 - y2) / 6];
  bezier(x2, y2, ax, ay, bx, by, x3, y3);
}
""",
    "shapePen": """\
// Shapes with curved edges, which p5.js 1 and 2 write in different words: all as cubic curves.
let shapePen = null;
""",
    "shapeKnots": """\
let shapeKnots = [];
""",
    "startShape": """\
function startShape() {
  beginShape();
  shapePen = null;
  shapeKnots = [];
}
""",
    "lineVertex": """\
function lineVertex(x, y) {
  vertex(x, y);
  shapePen = [x, y];
  shapeKnots = [];
}
""",
    "cubicVertex": """\
function cubicVertex(x1, y1, x2, y2, x3, y3) {
  if (typeof bezierOrder === "function") {
    bezierVertex(x1, y1);
    bezierVertex(x2, y2);
    bezierVertex(x3, y3);
  } else {
    bezierVertex(x1, y1, x2, y2, x3, y3);
  }
  shapePen = [x3, y3];
}
""",
    "quadVertex": """\
function quadVertex(cx, cy, x, y) {
  const [px, py] = shapePen;
  cubicVertex((px + 2 * cx) / 3, (py + 2 * cy) / 3, (x + 2 * cx) / 3, (y + 2 * cy) / 3, x, y);
}
""",
    "knotVertex": """\
function knotVertex(x, y) {
  shapeKnots.push([x, y]);
  if (shapeKnots.length < 4) return;
  const [a, b, c, d] = shapeKnots.slice(-4);
  if (!shapePen) vertex(b[0], b[1]);
  const [ax, ay] = [b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6];
  const [bx, by] = [c[0] - (d[0] - b[0]) / 6, c[1] - (d[1] - b[1]) / 6];
  cubicVertex(ax, ay, bx, by, c[0], c[1]);
}
""",
    "stretchedArc": """\
// An arc as Processing draws it: never backwards or inside out, one turn at most, its angles
// stretched with the ellipse.
function stretchedArc(x, y, w, h, start, stop, mode) {
  if (stop <= start || w < 0 || h < 0) return;
  if (stop - start >= TWO_PI) [start, stop] = [0, TWO_PI];
  const [from, to] = [start, stop].map(angle => {
    const seen = atan2(h * sin(angle), w * cos(angle));
    return seen + TWO_PI * Math.round((angle - seen) / TWO_PI);
  });
  arc(x, y, w, h, from, to, mode);
}
""",
    "corneredArc": """\
function corneredArc(a, b, c, d, start, stop, mode) {
  if (ellipseCorners !== CORNERS) return stretchedArc(a, b, c, d, start, stop, mode);
  ellipseMode(CORNER);
  stretchedArc(a, b, c - a, d - b, start, stop, mode);
  ellipseMode(CORNERS);
}
""",
    "ellipseCorners": """\
// The mode that ellipseMode() set last, which p5.js keeps to itself.
let ellipseCorners = null;
""",
    "setEllipseMode": """\
function setEllipseMode(mode) {
  ellipseCorners = mode;
  ellipseMode(mode);
}
""",
    "signedEllipse": """\
// An ellipse given by its corners: p5.js would drop the signs of its numbers, which moves it.
function signedEllipse(a, b, c, d) {
  if (ellipseCorners === CORNERS) [c, d] = [c - a, d - b];
  else if (ellipseCorners !== CORNER) return ellipse(a, b, c, d);
  ellipseMode(CENTER);
  ellipse(a + c / 2, b + d / 2, c, d);
  ellipseMode(ellipseCorners);
}
""",
    "signedCircle": """\
function signedCircle(x, y, extent) {
  signedEllipse(x, y, extent, extent);
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
    "saveMatrix": ("matrices",),
    "restoreMatrix": ("matrices",),
    "startShape": ("shapePen", "shapeKnots"),
    "lineVertex": ("shapePen", "shapeKnots"),
    "cubicVertex": ("shapePen",),
    "quadVertex": ("shapePen", "cubicVertex"),
    "knotVertex": ("shapePen", "shapeKnots", "cubicVertex"),
    "corneredArc": ("ellipseCorners", "stretchedArc"),
    "setEllipseMode": ("ellipseCorners",),
    "signedEllipse": ("ellipseCorners",),
    "signedCircle": ("ellipseCorners", "signedEllipse"),
    "seedRandom": ("randomState",),
    "randomBelow": ("randomState",),
    "randomBetween": ("randomState", "randomBelow"),
}
"""What else a helper needs."""
