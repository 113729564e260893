// A city at night with lit windows chosen by random().
size(150, 120);
background(15, 15, 45);
randomSeed(42);
noStroke();
fill(245, 245, 210);
circle(120, 24, 22);
fill(15, 15, 45);
circle(114, 20, 20);
for (int i = 0; i < 30; i++) {
  fill(255, random(80, 255));
  square(random(width), random(60), 1.5);
}
for (int x = 0; x < width; x += 25) {
  float tall = random(35, 90);
  fill(40, 40, random(60, 90));
  rect(x, height - tall, 23, tall);
  for (float y = height - tall + 6; y < height - 6; y += 10) {
    for (int k = 0; k < 3; k++) {
      if (random(1) < 0.55) {
        fill(255, 220, 110);
        rect(x + 3 + k * 7, y, 4, 6);
      }
    }
  }
}
