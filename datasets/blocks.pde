// Rows and columns of small coloured boxes and balls.

void setup() {
  size(128, 128);
  background(255);
  noStroke();
  int columns = 2 + floor(random(4));
  int rows = 2 + floor(random(4));
  float cell = 112.0 / max(columns, rows);
  for (int row = 0; row < rows; row++) {
    for (int column = 0; column < columns; column++) {
      if (random(1) < 0.85) {
        paint(floor(random(6)));
        float x = 8 + cell * (column + 0.5);
        float y = 8 + cell * (row + 0.5);
        if (random(1) < 0.5) {
          circle(x, y, cell * 0.8);
        } else {
          rect(x - cell * 0.4, y - cell * 0.4, cell * 0.8, cell * 0.8);
        }
      }
    }
  }
}

void paint(int which) {
  if (which == 0) {
    fill(#E2483D);
  } else if (which == 1) {
    fill(#F5B82E);
  } else if (which == 2) {
    fill(#3FA45B);
  } else if (which == 3) {
    fill(#2F72C4);
  } else if (which == 4) {
    fill(#7C4DA0);
  } else {
    fill(#222222);
  }
}
