size(160, 160);
background(255, 245, 220);
fill(150, 100, 60);
for (int i = 0; i < 4; i++) {
  rect(20 + i * 30, 110 - i * 30, 30, 30 + i * 30);
}
