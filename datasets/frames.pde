// Rectangles and ellipses, filled and outlined in plain colours: side by side, stacked, one in another.

void setup() {
  size(128, 128);
  background(255);
  int kind = floor(random(5));
  if (kind == 0) {
    piece(random(24, 104), random(24, 104), random(10, 70), random(10, 70));
  } else if (kind == 1) {
    row(2 + floor(random(3)), random(1) < 0.5);
  } else if (kind == 2) {
    nest(2 + floor(random(3)));
  } else if (kind == 3) {
    spread(2 + floor(random(4)));
  } else {
    row(2, random(1) < 0.5);
    spread(1 + floor(random(2)));
  }
}

void row(int count, boolean upright) {
  float along = random(4, 40);
  float across = random(34, 94);
  float gap = random(-4, 12);
  for (int i = 0; i < count; i++) {
    float w = random(10, 120.0 / count);
    float h = random(10, 60);
    if (upright) {
      piece(across, along + w / 2, h, w);
    } else {
      piece(along + w / 2, across, w, h);
    }
    along += w + gap;
    across += random(-14, 14);
  }
}

void nest(int count) {
  float x = random(50, 78);
  float y = random(50, 78);
  float w = random(56, 100);
  float h = random(56, 100);
  for (int i = 0; i < count; i++) {
    piece(x, y, w, h);
    x += random(-0.1, 0.1) * w;
    y += random(-0.1, 0.1) * h;
    w *= random(0.35, 0.75);
    h *= random(0.35, 0.75);
  }
}

void spread(int count) {
  for (int i = 0; i < count; i++) {
    piece(random(16, 112), random(16, 112), random(8, 60), random(8, 60));
  }
}

void piece(float x, float y, float w, float h) {
  float kind = random(1);
  if (kind < 0.3) {
    noStroke();
    fill(paint());
  } else {
    stroke(paint());
    strokeWeight(1 + floor(random(5)));
    if (kind < 0.5) {
      noFill();
    } else {
      fill(paint());
    }
  }
  if (random(1) < 0.3) {
    h = w;
  }
  if (random(1) < 0.5) {
    rect(x - w / 2, y - h / 2, w, h);
  } else {
    ellipse(x, y, w, h);
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
    return #FFFFFF;
  }
  return color(random(256), random(256), random(256));
}
