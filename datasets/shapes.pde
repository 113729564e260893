// One to twelve free shapes of every kind: filled, outlined or both, some see-through, some turned.

void setup() {
  size(128, 128);
  background(ground());
  int count = 1 + floor(random(12));
  float most = random(40, 100);
  for (int i = 0; i < count; i++) {
    style();
    float w = random(10, most);
    float h = random(10, most);
    anyShape(random(8, 120), random(8, 120), w, h);
  }
}

color ground() {
  if (random(1) < 0.4) {
    return color(255);
  }
  return paint();
}

color paint() {
  float kind = random(1);
  if (kind < 0.08) {
    return color(0);
  }
  if (kind < 0.16) {
    return color(255);
  }
  if (kind < 0.25) {
    return color(random(20, 240));
  }
  if (kind < 0.4) {
    float light = random(150, 235);
    return color(light + random(-60, 20), light + random(-60, 20), light + random(-60, 20));
  }
  return color(random(256), random(256), random(256));
}

void style() {
  float kind = random(1);
  if (kind < 0.15) {
    noFill();
  } else if (random(1) < 0.2) {
    fill(paint(), random(60, 220));
  } else {
    fill(paint());
  }
  if (kind < 0.5) {
    stroke(paint());
    strokeWeight(weight());
  } else {
    noStroke();
  }
}

float weight() {
  if (random(1) < 0.15) {
    return random(7, 14);
  }
  return random(1, 7);
}

void anyShape(float x, float y, float w, float h) {
  int kind = floor(random(17));
  if (kind < 2) {
    circle(x, y, w);
  } else if (kind < 4) {
    ellipse(x, y, w, h);
  } else if (kind < 6) {
    rect(x - w / 2, y - h / 2, w, h);
  } else if (kind == 6) {
    square(x - w / 2, y - w / 2, w);
  } else if (kind == 7) {
    rect(x - w / 2, y - h / 2, w, h, random(2, min(w, h) / 2));
  } else if (kind == 8) {
    corners3(x, y, w, h);
  } else if (kind == 9) {
    corners4(x, y, w, h);
  } else if (kind == 10) {
    turned(x, y, w, h, random(-HALF_PI, HALF_PI));
  } else if (kind == 11) {
    slice(x, y, w, h);
  } else if (kind == 12) {
    outline(x, y, w / 2, h / 2, 3 + floor(random(7)));
  } else if (kind == 13) {
    blob(x, y, w / 2, h / 2);
  } else if (kind == 14) {
    arch(x, y, w, h);
  } else {
    stroke(paint());
    strokeWeight(weight());
    if (random(1) < 0.3) {
      strokeWeight(random(3, 16));
      point(x, y);
    } else {
      line(x - w / 2, y + random(-h, h) / 2, x + w / 2, y + random(-h, h) / 2);
    }
  }
}

void corners3(float x, float y, float w, float h) {
  if (random(1) < 0.5) {
    triangle(x, y - h / 2, x + w / 2, y + h / 2, x - w / 2, y + h / 2);
  } else {
    triangle(x, y - h / 2, x + w / 2, y + h / 2, x - w / 2, y + random(h / 2));
  }
}

void corners4(float x, float y, float w, float h) {
  float slant = random(-w, w) / 3;
  if (random(1) < 0.5) {
    quad(x - w / 2, y + slant / 3, x + slant, y - h / 2, x + w / 2, y + random(h / 4), x, y + h / 2);
  } else {
    quad(x - w / 2 + slant, y - h / 2, x + w / 2 - slant, y - h / 2, x + w / 2, y + h / 2,
      x - w / 2, y + h / 2);
  }
}

void turned(float x, float y, float w, float h, float angle) {
  pushMatrix();
  translate(x, y);
  rotate(angle);
  rect(-w / 2, -h / 2, w, h);
  popMatrix();
}

void slice(float x, float y, float w, float h) {
  float start = HALF_PI * floor(random(4));
  float sweep = HALF_PI * (1 + floor(random(3)));
  if (random(1) < 0.5) {
    start = random(TWO_PI);
    sweep = random(0.6, 5.5);
  }
  if (random(1) < 0.5) {
    h = w;
  }
  float kind = random(1);
  if (kind < 0.4) {
    arc(x, y, w, h, start, start + sweep, PIE);
  } else if (kind < 0.7) {
    arc(x, y, w, h, start, start + sweep, CHORD);
  } else {
    noFill();
    stroke(paint());
    strokeWeight(weight());
    arc(x, y, w, h, start, start + sweep);
  }
}

void outline(float x, float y, float rx, float ry, int count) {
  float dent = 1;
  if (random(1) < 0.4) {
    dent = random(0.4, 0.8);
    count = 2 * min(count, 6);
  }
  float first = random(TWO_PI);
  beginShape();
  for (int i = 0; i < count; i++) {
    float angle = first + i * TWO_PI / count;
    float far = random(0.9, 1);
    if (i % 2 == 1) {
      far = far * dent;
    }
    vertex(x + rx * far * cos(angle), y + ry * far * sin(angle));
  }
  endShape(CLOSE);
}

void blob(float x, float y, float rx, float ry) {
  float lean = random(-0.5, 0.5) * rx;
  float top = random(0.5, 1.4) * rx;
  float bottom = random(0.3, 1.4) * rx;
  beginShape();
  vertex(x - lean, y - ry);
  bezierVertex(x - lean + top, y - ry, x + lean + bottom, y + ry * random(0.2, 1), x + lean, y + ry);
  bezierVertex(x + lean - bottom, y + ry, x - lean - top, y - ry * random(0.2, 1), x - lean, y - ry);
  endShape(CLOSE);
}

void arch(float x, float y, float w, float h) {
  if (random(1) < 0.7) {
    noFill();
    stroke(paint());
    strokeWeight(weight());
  }
  if (random(1) < 0.3) {
    curve(x - w, y + random(-h, h), x - w / 2, y - h / 2, x + w / 2, y + h / 2, x + w, y + random(-h, h));
  } else {
    bezier(x - w / 2, y + random(-h, h) / 2, x - w / 4, y - random(h), x + w / 4, y + random(-h, h),
      x + w / 2, y + random(-h, h) / 2);
  }
}
