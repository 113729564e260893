// Small coloured boxes and balls in centred rows or columns, some of them rows of columns.

void setup() {
  size(128, 128);
  background(255);
  noStroke();
  float cell = 20;
  if (random(1) < 0.4) {
    cell = floor(random(6, 15)) * 2;
  }
  float gap = 0;
  if (random(1) < 0.3) {
    gap = floor(random(1, 4)) * 2;
  }
  int lines = 1 + floor(random(min(5, floor(124 / (cell + gap)))));
  boolean upright = random(1) < 0.5;
  boolean mixed = random(1) < 0.3;
  float at = 64 - (lines * (cell + gap) - gap) / 2;
  for (int i = 0; i < lines; i++) {
    lineOf(at, cell, gap, upright, mixed);
    at += cell + gap;
  }
}

void lineOf(float at, float cell, float gap, boolean upright, boolean mixed) {
  int count = 1 + floor(random(min(5, floor(124 / (cell + gap)))));
  float from = 64 - (count * (cell + gap) - gap) / 2;
  for (int i = 0; i < count; i++) {
    float extent = cell;
    if (mixed && random(1) < 0.4) {
      extent = cell / 2;
    }
    float along = from + i * (cell + gap) + (cell - extent) / 2;
    float across = at + (cell - extent) / 2;
    fill(paint());
    if (upright) {
      piece(across, along, extent);
    } else {
      piece(along, across, extent);
    }
  }
}

void piece(float x, float y, float extent) {
  if (random(1) < 0.5) {
    circle(x + extent / 2, y + extent / 2, extent);
  } else {
    square(x, y, extent);
  }
}

color paint() {
  int kind = floor(random(9));
  if (kind == 0) {
    return #FF0000;
  } else if (kind == 1) {
    return #FFA500;
  } else if (kind == 2) {
    return #FFFF00;
  } else if (kind == 3) {
    return #008000;
  } else if (kind == 4) {
    return #0000FF;
  } else if (kind == 5) {
    return #800080;
  } else if (kind == 6) {
    return #000000;
  } else if (kind == 7) {
    return #00FFFF;
  }
  return color(random(256), random(256), random(256));
}
