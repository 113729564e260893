size(200, 120);
background(250);
noStroke();
fill(40, 90, 160);
for (int i = 0; i < 8; i++) {
  rect(10 + i * 23, 100 - i * 11, 16, 10 + i * 11);
}
