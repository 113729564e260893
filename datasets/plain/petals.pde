size(160, 160);
background(20, 20, 60);
noStroke();
fill(255, 220, 60);
translate(80, 80);
for (int i = 0; i < 9; i++) {
  triangle(24, -7, 24, 7, 66, 0);
  rotate(TWO_PI / 9);
}
