size(200, 200);
background(250);
noFill();
stroke(120, 0, 160);
for (int i = 0; i < 8; i++) {
  circle(100 + 40 * cos(i * PI / 4), 100 + 40 * sin(i * PI / 4), 80);
}
