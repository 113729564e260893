// Rows, grids, rings and spirals: one shape said once and drawn many times.

void setup() {
  size(128, 128);
  background(random(180, 256), random(180, 256), random(180, 256));
  noStroke();
  fill(random(200), random(200), random(200));
  int kind = floor(random(4));
  if (kind == 0) {
    row(random(30, 98), floor(random(14, 30)), random(6, 13));
  } else if (kind == 1) {
    grid(floor(random(14, 30)), random(6, 13));
  } else if (kind == 2) {
    ring(floor(random(5, 14)), random(25, 48), random(8, 16));
  } else {
    spiral(floor(random(14, 36)), random(0.3, 0.9), random(5, 9));
  }
}

void row(float y, int step, float extent) {
  for (int x = step / 2; x < width; x += step) {
    circle(x, y, extent);
  }
}

void grid(int step, float extent) {
  for (int y = step / 2; y < height; y += step) {
    for (int x = step / 2; x < width; x += step) {
      rect(x - extent / 2, y - extent / 2, extent, extent);
    }
  }
}

void ring(int count, float radius, float extent) {
  for (int i = 0; i < count; i++) {
    float angle = i * TWO_PI / count;
    circle(64 + radius * cos(angle), 64 + radius * sin(angle), extent);
  }
}

void spiral(int count, float turn, float extent) {
  for (int i = 0; i < count; i++) {
    float radius = 4 + 50.0 * i / count;
    circle(64 + radius * cos(i * turn), 64 + radius * sin(i * turn), extent);
  }
}
