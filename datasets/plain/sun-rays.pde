size(200, 200);
background(255);
noFill();
circle(100, 100, 60);
for (int i = 0; i < 12; i++) {
  line(100 + 40 * cos(i * PI / 6), 100 + 40 * sin(i * PI / 6), 100 + 80 * cos(i * PI / 6), 100 + 80 * sin(i * PI / 6));
}
