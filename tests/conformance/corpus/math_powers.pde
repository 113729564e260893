// sqrt and pow place bars.
size(120, 80);
background(255);
noStroke();
for (int i = 0; i < 12; i++) {
  fill(180, 80, 40);
  rect(i * 10, 0, 5, 10 * sqrt(i));
  fill(40, 80, 180);
  rect(i * 10 + 5, 80, 5, -pow(i, 1.6));
}
fill(0, 140, 80);
rect(60, 36, pow(2, 5), pow(16, 0.5));
rect(100, 36, 10, pow(10, -0.3) * 20);
