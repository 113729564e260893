// Waves of sine, each a shape down to the ground.
size(150, 110);
background(240, 248, 255);
noStroke();
for (int row = 0; row < 5; row++) {
  fill(20 + row * 10, 60 + row * 25, 120 + row * 20, 160);
  beginShape();
  vertex(0, height);
  for (int x = 0; x <= width; x += 5) {
    vertex(x, 25 + row * 16 + 9 * sin(x * 0.07 + row * 1.3));
  }
  vertex(width, height);
  endShape(CLOSE);
}
