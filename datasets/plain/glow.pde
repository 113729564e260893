size(160, 160);
background(15, 15, 40);
noStroke();
for (int d = 120; d > 0; d -= 2) {
  fill(map(d, 0, 120, 255, 15), map(d, 0, 120, 230, 15), map(d, 0, 120, 150, 40));
  circle(80, 80, d);
}
