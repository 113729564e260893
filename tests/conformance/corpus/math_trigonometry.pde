// sin, cos and tan as graphs.
size(130, 90);
background(255);
strokeWeight(2);
for (int x = 0; x < 130; x += 3) {
  float a = x * TWO_PI / 130;
  stroke(200, 0, 0);
  line(x, 45, x, 45 - 35 * sin(a));
  stroke(0, 0, 200);
  point(x, 45 - 35 * cos(a));
  stroke(0, 140, 0);
  point(x, constrain(45 - 10 * tan(a), 2, 88));
}
