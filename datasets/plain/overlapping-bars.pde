size(200, 120);
background(240);
noStroke();
fill(30, 110, 200, 120);
for (int i = 0; i < 5; i++) {
  rect(15 + i * 30, 20, 45, 80);
}
