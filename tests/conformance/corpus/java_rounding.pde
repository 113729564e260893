// floor, ceil and round of positive and negative numbers, halves included.
size(130, 90);
background(255);
noStroke();
for (int i = 0; i < 12; i++) {
  float v = (i - 6) * 0.5;
  fill(200, 60, 60);
  rect(i * 10 + 5, 15, 8, floor(v) * 3);
  fill(60, 160, 60);
  rect(i * 10 + 5, 45, 8, ceil(v) * 3);
  fill(60, 60, 200);
  rect(i * 10 + 5, 75, 8, round(v) * 3);
}
