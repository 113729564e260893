// Lines at every angle, thin and thick.
size(120, 90);
background(255);
for (int i = 0; i < 12; i++) {
  float a = i * TWO_PI / 12;
  strokeWeight(0.5 + i * 0.5);
  line(60 + 12 * cos(a), 45 + 12 * sin(a), 60 + 40 * cos(a), 45 + 40 * sin(a));
}
