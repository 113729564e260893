// Negative factors mirror: shapes, arcs and text-like strokes turn over.
size(120, 90);
background(255);
translate(60, 45);
for (int i = 0; i < 2; i++) {
  fill(200, 80 + 100 * i, 60);
  triangle(8, 10, 40, 0, 20, -30);
  strokeWeight(3);
  arc(25, 25, 30, 20, 0, 2, PIE);
  scale(-1, 1);
}
scale(1, -1);
noFill();
rect(-50, -40, 30, 20);
