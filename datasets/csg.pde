// Black and white circles and turned quads, one over the other: black adds, white takes away.

void setup() {
  size(128, 128);
  background(255);
  noStroke();
  int count = 1 + floor(random(7));
  float most = random(30, 80);
  float reach = 58;
  if (random(1) < 0.5) {
    reach = random(24, 44);
  }
  float x = 64;
  float y = 64;
  float extent = 0;
  for (int i = 0; i < count; i++) {
    if (i > 0 && random(1) < 0.4) {
      fill(255);
      float part = extent * random(0.25, 0.9);
      piece(x + random(-extent, extent) / 2, y + random(-extent, extent) / 2, part);
    } else {
      fill(0);
      extent = random(8, most);
      x = 64 + random(-reach, reach);
      y = 64 + random(-reach, reach);
      piece(x, y, extent);
    }
  }
}

void piece(float x, float y, float extent) {
  if (random(1) < 0.5) {
    circle(x, y, extent);
  } else if (random(1) < 0.6) {
    block(x, y, extent / 2, random(4, extent / 2 + 4), turn());
  } else {
    block(x, y, extent / 2, extent / 2, turn());
  }
}

float turn() {
  float kind = random(1);
  if (kind < 0.3) {
    return 0;
  }
  if (kind < 0.6) {
    return floor(random(12)) * PI / 12;
  }
  return random(PI);
}

void block(float x, float y, float w, float h, float angle) {
  float c = cos(angle);
  float s = sin(angle);
  quad(x - w * c + h * s, y - w * s - h * c, x + w * c + h * s, y + w * s - h * c,
    x + w * c - h * s, y + w * s + h * c, x - w * c - h * s, y - w * s + h * c);
}
