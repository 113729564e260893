// Rows, grids, stripes, rings, rays, nests and spirals: one shape said once and drawn many times.

void setup() {
  size(128, 128);
  if (random(1) < 0.4) {
    background(255);
  } else {
    background(random(256), random(256), random(256));
  }
  ink();
  int kind = floor(random(12));
  if (kind == 0) {
    dots(random(20, 108), floor(random(10, 32)), random(5, 18));
  } else if (kind == 1) {
    boxes(random(20, 108), floor(random(10, 32)), random(5, 14), random(6, 30));
  } else if (kind == 2) {
    grid(floor(random(12, 34)), random(5, 13));
  } else if (kind == 3) {
    dotGrid(floor(random(12, 34)), random(4, 13));
  } else if (kind == 4) {
    ring(floor(random(5, 16)), random(22, 50), random(7, 18));
  } else if (kind == 5) {
    spiral(floor(random(14, 40)), random(0.3, 0.9), random(4, 9));
  } else if (kind == 6) {
    stripes(floor(random(10, 30)), random(3, 10));
  } else if (kind == 7) {
    bars(floor(random(10, 30)), random(3, 10));
  } else if (kind == 8) {
    board(floor(random(3, 9)));
  } else if (kind == 9) {
    rays(floor(random(6, 24)), random(6, 30), random(40, 60));
  } else if (kind == 10) {
    nest(floor(random(3, 8)), random(1) < 0.5);
  } else {
    steps(floor(random(4, 11)));
  }
  if (random(1) < 0.3) {
    fill(random(256), random(256), random(256));
    noStroke();
    circle(64, 64, random(10, 40));
  }
}

void ink() {
  noStroke();
  fill(random(256), random(256), random(256));
  if (random(1) < 0.25) {
    stroke(random(256), random(256), random(256));
    strokeWeight(floor(random(1, 4)));
  }
}

void dots(float y, int step, float extent) {
  for (int x = step / 2; x < width; x += step) {
    circle(x, y, extent);
  }
}

void boxes(float y, int step, float w, float h) {
  for (int x = step / 2; x < width; x += step) {
    rect(x - w / 2, y - h / 2, w, h);
  }
}

void grid(int step, float extent) {
  for (int y = step / 2; y < height; y += step) {
    for (int x = step / 2; x < width; x += step) {
      rect(x - extent / 2, y - extent / 2, extent, extent);
    }
  }
}

void dotGrid(int step, float extent) {
  for (int y = step / 2; y < height; y += step) {
    for (int x = step / 2; x < width; x += step) {
      circle(x, y, extent);
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

void stripes(int step, float high) {
  for (int y = 0; y < height; y += step) {
    rect(0, y, width, high);
  }
}

void bars(int step, float wide) {
  for (int x = 0; x < width; x += step) {
    rect(x, 0, wide, height);
  }
}

void board(int count) {
  float cell = 128.0 / count;
  for (int row = 0; row < count; row++) {
    for (int column = row % 2; column < count; column += 2) {
      rect(column * cell, row * cell, cell, cell);
    }
  }
}

void rays(int count, float inner, float outer) {
  stroke(20);
  strokeWeight(3);
  for (int i = 0; i < count; i++) {
    float angle = i * TWO_PI / count;
    line(64 + inner * cos(angle), 64 + inner * sin(angle), 64 + outer * cos(angle),
      64 + outer * sin(angle));
  }
}

void nest(int count, boolean round) {
  for (int i = 0; i < count; i++) {
    fill(i * 255 / count);
    float extent = 116.0 * (count - i) / count;
    if (round) {
      circle(64, 64, extent);
    } else {
      square(64 - extent / 2, 64 - extent / 2, extent);
    }
  }
}

void steps(int count) {
  float cell = 112.0 / count;
  for (int i = 0; i < count; i++) {
    rect(8 + i * cell, 120 - (i + 1) * cell, cell, (i + 1) * cell);
  }
}
