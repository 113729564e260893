// One to twelve free shapes of every kind: filled, outlined or both, some see-through.

void setup() {
  size(128, 128);
  background(random(256), random(256), random(256));
  int count = 1 + floor(random(12));
  for (int i = 0; i < count; i++) {
    style();
    anyShape(random(10, 118), random(10, 118), random(12, 64), random(12, 64));
  }
}

void style() {
  float alpha = 255;
  if (random(1) < 0.2) {
    alpha = random(90, 220);
  }
  float paint = random(1);
  if (paint < 0.2) {
    noFill();
  } else {
    fill(random(256), random(256), random(256), alpha);
  }
  if (paint < 0.6) {
    stroke(random(256), random(256), random(256));
    strokeWeight(floor(random(1, 7)));
  } else {
    noStroke();
  }
}

void anyShape(float x, float y, float w, float h) {
  int kind = floor(random(8));
  if (kind == 0) {
    circle(x, y, w);
  } else if (kind == 1) {
    ellipse(x, y, w, h);
  } else if (kind == 2) {
    rect(x - w / 2, y - h / 2, w, h);
  } else if (kind == 3) {
    rect(x - w / 2, y - h / 2, w, h, random(3, 10));
  } else if (kind == 4) {
    triangle(x, y - h / 2, x + w / 2, y + h / 2, x - w / 2, y + random(h / 2));
  } else if (kind == 5) {
    quad(x - w / 2, y, x, y - h / 2, x + w / 2, y + random(h / 4), x, y + h / 2);
  } else if (kind == 6) {
    float start = random(TWO_PI);
    arc(x, y, w, w, start, start + random(1, 5), PIE);
  } else {
    stroke(random(256), random(256), random(256));
    strokeWeight(floor(random(2, 7)));
    line(x - w / 2, y - h / 2, x + w / 2, y + random(-h, h) / 2);
  }
}
