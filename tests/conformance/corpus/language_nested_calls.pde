// Calls within calls and colours from expressions.
size(110, 70);
background(255);
noStroke();
for (int i = 0; i < 9; i++) {
  fill(color(max(0, 255 - i * 30), abs(i - 4) * 50, floor(random(1)) + 90));
  rect(i * 12, 10 + step(step(i)), 10, min(30, step(i) + 4));
}
float step(float v) {
  return (v * v - 3 * v) / 4 + (v - floor(v / 2) * 2);
}
