// A little street.
int floors = 3; // of each house
float tilt;
color wall = #AA5533;
float lambda = random(1, 5) + TWO_PI;

void setup() {
  size(200, 150); // small
  background(230, 240, 255);
  randomSeed(7);
  for (int i = 0; i < 5; i++) { // houses
    house(20 + i * 40, 100, i % 2 == 0);
  }
  // a ring of dots
  float a = 0;
  while (a < TWO_PI) {
    point(100 + 40 * cos(a), 50 + 40 * sin(a));
    a += 0.1;
  }
  int k = 10;
  k += 2.5;
  k /= 3;
  k %= 4;
  for (int j = 10; j > 0; j -= 3) {
    line(j, 0, 0, -j / 2);
  }
  for (float t = 0; t <= 1; t += 0.25) {
    circle(lerp(0, 200, t), 20, 5);
  }
  float scale = 2;
  scale(scale);
  fill(wall, 128);
  arc(50, 50, 30, 20, 0, PI);
  arc(50, 50, 30, 30, 0, PI, CHORD);
  tilt = -(-lambda);
  if (wall == #AA5533 && !(k != 2)) {
    noFill();
  } else if (k > 1 || tilt < 3) {
    // nothing here
  } else {
    stroke(0, 128);
  }
  beginShape();
  vertex(10, 10);
  bezierVertex(20, 10, 20, 20, 10, 20);
  quadraticVertex(5, 15, round(3.5), max(1, 2.5));
  endShape(CLOSE);
}

void house(float x, float y, boolean lit) {
  if (lit) {
    fill(#FFEE00);
  } else {
    fill(wall);
  }
  rect(x, y, 30, -10 * floors, 3);
  int wall = 5 / floors;
  tilt += wall;
  return;
}

float delete(int def) {
  int floors = def + 1; // hides the global
  return floors;
}
