// Black and white circles and quads, one over the other.

void setup() {
  size(128, 128);
  background(255);
  noStroke();
  int count = 2 + floor(random(6));
  for (int i = 0; i < count; i++) {
    if (i > 0 && random(1) < 0.45) {
      fill(255);
    } else {
      fill(0);
    }
    float x = random(24, 104);
    float y = random(24, 104);
    if (random(1) < 0.5) {
      circle(x, y, random(16, 64));
    } else {
      block(x, y, random(8, 32), random(8, 32), random(HALF_PI));
    }
  }
}

void block(float x, float y, float w, float h, float angle) {
  float c = cos(angle);
  float s = sin(angle);
  quad(x - w * c + h * s, y - w * s - h * c, x + w * c + h * s, y + w * s - h * c,
    x + w * c - h * s, y + w * s + h * c, x - w * c - h * s, y - w * s + h * c);
}
