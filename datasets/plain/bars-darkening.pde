size(200, 120);
background(255);
for (int i = 0; i < 6; i++) {
  fill(i * 45);
  rect(10 + i * 31, 20, 25, 80);
}
