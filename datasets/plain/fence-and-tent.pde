size(128, 128);
background(255);
noStroke();
fill(20, 80, 160);
for (int i = 0; i < 6; i++) {
  rect(8 + i * 10, 20, 5, 88);
}
fill(220, 120, 30);
triangle(75, 100, 120, 100, 98, 40);
