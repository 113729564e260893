// A grid of circles whose size and colour change across the canvas.
size(150, 150);
background(20);
noStroke();
for (int y = 0; y < 8; y++) {
  for (int x = 0; x < 8; x++) {
    fill(40 + x * 28, 100, 40 + y * 28);
    ellipse(14 + x * 17.5, 14 + y * 17.5, 4 + x * 1.5, 4 + y * 1.5);
  }
}
