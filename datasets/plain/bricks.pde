size(200, 160);
background(200);
fill(180, 70, 50);
stroke(230);
strokeWeight(2);
for (int y = 0; y < 8; y++) {
  for (int x = -1; x < 6; x++) {
    rect(x * 40 + (y % 2) * 20, y * 20, 40, 20);
  }
}
