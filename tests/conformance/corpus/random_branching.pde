// Draws decided by random(), in functions and in conditions.
size(120, 90);
background(250);
randomSeed(99);
for (int i = 0; i < 25; i++) {
  mark(random(10, 110), random(10, 80));
}
void mark(float x, float y) {
  if (random(1) < 0.5) {
    fill(230, 120, 60);
    circle(x, y, random(5, 15));
  } else if (random(1) < 0.5) {
    fill(60, 120, 230);
    square(x, y, random(4, 12));
  } else {
    line(x, y, x + random(-15, 15), y + random(-15, 15));
  }
}
