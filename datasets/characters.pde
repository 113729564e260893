// Cut-out figures in scenes: coats, heads, big eyes, hair, hats and hoods, before hills, houses, snow.

void setup() {
  size(128, 128);
  noStroke();
  if (random(1) < 0.4) {
    portrait(64 + random(-8, 8), random(52, 76), random(54, 90));
    return;
  }
  float ground = random(84, 112);
  scene(ground);
  float kind = random(1);
  if (kind < 0.6) {
    figure(random(48, 80), ground + random(6, 16), random(34, 62));
  } else if (kind < 0.85) {
    figure(random(30, 42), ground + random(6, 14), random(30, 44));
    figure(random(86, 98), ground + random(6, 14), random(30, 44));
  } else {
    float head = random(24, 32);
    figure(24, ground + random(8, 14), head * random(0.9, 1.1));
    figure(64, ground + random(8, 14), head * random(0.9, 1.1));
    figure(104, ground + random(8, 14), head * random(0.9, 1.1));
  }
}

void scene(float ground) {
  float kind = random(1);
  if (kind < 0.2) {
    background(255);
    if (random(1) < 0.5) {
      return;
    }
  } else if (kind < 0.35) {
    background(random(10, 50), random(20, 60), random(60, 120));
    fill(250, 245, random(180, 240));
    circle(random(16, 112), random(14, 30), random(12, 24));
  } else {
    background(random(110, 230), random(170, 245), random(215, 256));
    if (random(1) < 0.4) {
      fill(255, random(200, 240), random(60, 140));
      circle(random(12, 116), random(10, 28), random(14, 26));
    }
  }
  behind(ground);
  fill(random(60, 250), random(130, 250), random(60, 250));
  rect(0, ground, 128, 128 - ground);
  if (random(1) < 0.15) {
    fill(random(90, 180));
    rect(0, ground + 10, 128, random(8, 18));
  }
}

void behind(float ground) {
  float kind = random(1);
  if (kind < 0.2) {
    fill(random(120, 210), random(130, 210), random(150, 230));
    float top = random(16, 50);
    float x = random(10, 60);
    triangle(x - 40, ground, x, top, x + 40, ground);
    fill(random(120, 210), random(130, 210), random(150, 230));
    x += random(30, 60);
    triangle(x - 45, ground, x, top + random(-10, 24), x + 45, ground);
  } else if (kind < 0.4) {
    float w = random(40, 70);
    float h = random(24, 44);
    float x = random(-10, 80);
    fill(random(120, 240), random(90, 200), random(70, 190));
    rect(x, ground - h, w, h);
    fill(random(90, 200), random(50, 110), random(40, 100));
    quad(x - 5, ground - h, x + 6, ground - h - 18, x + w - 6, ground - h - 18, x + w + 5, ground - h);
    fill(255, 240, random(120, 220));
    rect(x + 7, ground - h + 7, 11, 11);
    rect(x + w - 18, ground - h + 7, 11, 11);
  } else if (kind < 0.6) {
    fir(random(6, 30), ground + 2, random(40, 70));
    fir(random(98, 122), ground + 2, random(40, 70));
  } else if (kind < 0.75) {
    fill(255, random(150, 256));
    puff(random(16, 50), random(14, 30), random(16, 30));
    puff(random(76, 114), random(14, 34), random(16, 30));
  } else if (kind < 0.85) {
    fill(255);
    for (int i = 0; i < 9; i++) {
      circle(random(128), random(ground), random(3, 6));
    }
  }
}

void puff(float x, float y, float w) {
  ellipse(x, y, w, w * 0.6);
  ellipse(x + w * 0.5, y + w * 0.1, w * 0.8, w * 0.45);
  ellipse(x - w * 0.5, y + w * 0.12, w * 0.7, w * 0.4);
}

void fir(float x, float base, float h) {
  fill(100, 70, random(40, 60));
  rect(x - 3, base - h * 0.2, 6, h * 0.2);
  fill(random(20, 70), random(90, 140), random(50, 90));
  triangle(x - h * 0.28, base - h * 0.18, x, base - h * 0.68, x + h * 0.28, base - h * 0.18);
  triangle(x - h * 0.2, base - h * 0.5, x, base - h, x + h * 0.2, base - h * 0.5);
}

color cloth() {
  float kind = random(1);
  if (kind < 0.25) {
    return color(random(190, 240), random(30, 110), random(20, 80));
  } else if (kind < 0.5) {
    return color(random(30, 100), random(60, 150), random(120, 220));
  } else if (kind < 0.65) {
    return color(random(60, 130), random(130, 190), random(50, 110));
  } else if (kind < 0.75) {
    float light = random(30, 220);
    return color(light);
  }
  return color(random(30, 250), random(30, 250), random(30, 250));
}

color skin() {
  float deep = random(1) * random(1);
  return color(lerp(255, 110, deep), lerp(222, 72, deep), lerp(188, 44, deep));
}

// Head and shoulders, nothing behind.
void portrait(float x, float y, float head) {
  if (random(1) < 0.5) {
    background(255);
  } else {
    background(random(110, 256), random(150, 256), random(170, 256));
  }
  color face = skin();
  color coat = cloth();
  float w = head * random(0.7, 1);
  fill(coat);
  rect(x - w / 2, y + head * 0.36, w, head * random(0.5, 1), head * 0.16);
  float kind = random(1);
  if (kind < 0.16) {
    hood(x, y, head, coat, face);
  } else {
    fill(face);
    ellipse(x, y, head, head * random(0.86, 0.96));
    looks(x, y, head);
    if (kind < 0.35) {
      hair(x, y, head);
    } else if (kind < 0.9) {
      hat(x, y, head, cloth());
    }
  }
}

// Feet at `base`; everything else follows from the width of the head.
void figure(float x, float base, float head) {
  color face = skin();
  color coat = cloth();
  color trim = cloth();
  float y = base - head * random(1.1, 1.25);
  float w = head * random(0.72, 0.95);
  fill(20 + random(40));
  ellipse(x - w * 0.24, base - head * 0.02, w * 0.5, head * 0.14);
  ellipse(x + w * 0.24, base - head * 0.02, w * 0.5, head * 0.14);
  fill(cloth());
  rect(x - w * 0.4, base - head * 0.3, w * 0.8, head * 0.26);
  body(x, y, w, head, coat, trim, face);
  float kind = random(1);
  if (kind < 0.16) {
    hood(x, y, head, coat, face);
  } else {
    if (kind < 0.4) {
      longHair(x, y, head);
    }
    fill(face);
    ellipse(x, y, head, head * random(0.86, 0.96));
    looks(x, y, head);
    if (kind < 0.4) {
      hair(x, y, head);
    } else {
      hat(x, y, head, trim);
    }
  }
}

void body(float x, float y, float w, float head, color coat, color trim, color face) {
  float top = y + head * 0.36;
  float h = head * random(0.52, 0.64);
  fill(coat);
  if (random(1) < 0.6) {
    ellipse(x - w * 0.52, top + h * 0.5, w * 0.26, h * 0.8);
    ellipse(x + w * 0.52, top + h * 0.5, w * 0.26, h * 0.8);
  }
  if (random(1) < 0.6) {
    rect(x - w / 2, top, w, h, head * 0.16);
  } else {
    quad(x - w * 0.36, top, x + w * 0.36, top, x + w * 0.54, top + h, x - w * 0.54, top + h);
  }
  float kind = random(1);
  if (kind < 0.35) {
    stroke(0, random(70, 180));
    strokeWeight(random(1, 2.5));
    line(x, top + h * 0.2, x, top + h * 0.96);
    noStroke();
  } else if (kind < 0.55) {
    fill(trim);
    circle(x, top + h * 0.4, head * 0.07);
    circle(x, top + h * 0.65, head * 0.07);
    circle(x, top + h * 0.9, head * 0.07);
  } else if (kind < 0.7) {
    fill(trim);
    rect(x - w * 0.5, top + h * 0.5, w, h * 0.2);
  }
  if (random(1) < 0.5) {
    fill(trim);
  } else {
    fill(face);
  }
  float hand = head * random(0.16, 0.24);
  circle(x - w * 0.56, top + h * 0.8, hand);
  circle(x + w * 0.56, top + h * 0.8, hand);
  if (random(1) < 0.25) {
    fill(cloth());
    rect(x - w * 0.42, y + head * 0.36, w * 0.84, head * 0.12, head * 0.05);
  }
}

void looks(float x, float y, float head) {
  float size = head * random(0.26, 0.36);
  float apart = size * random(0.46, 0.56);
  float level = y - head * random(0, 0.06);
  float tall = size * random(1, 1.25);
  fill(255);
  ellipse(x - apart, level, size, tall);
  ellipse(x + apart, level, size, tall);
  fill(0);
  float pupil = head * random(0.05, 0.09);
  float look = random(-0.25, 0.25) * size;
  circle(x - apart * 0.7 + look, level + look * 0.3, pupil);
  circle(x + apart * 0.7 + look, level + look * 0.3, pupil);
  if (random(1) < 0.2) {
    stroke(0);
    strokeWeight(random(1, 2.5));
    float tilt = random(-0.08, 0.08) * head;
    line(x - apart * 1.7, level - tall * 0.6 - tilt, x - apart * 0.4, level - tall * 0.6 + tilt);
    line(x + apart * 0.4, level - tall * 0.6 + tilt, x + apart * 1.7, level - tall * 0.6 - tilt);
    noStroke();
  }
  mouth(x, y + head * random(0.24, 0.31), head * random(0.12, 0.34));
}

void mouth(float x, float y, float w) {
  float kind = random(1);
  if (kind < 0.35) {
    fill(60, 20, 20);
    arc(x, y, w, w * random(0.6, 1), 0, PI, CHORD);
  } else if (kind < 0.5) {
    fill(50, 15, 15);
    ellipse(x, y + w * 0.1, w * 0.5, w * 0.6);
  } else if (kind < 0.6) {
    fill(50, 15, 15);
    rect(x - w / 2, y, w, w * 0.4, 1);
    fill(255);
    rect(x - w * 0.4, y, w * 0.8, w * 0.14);
  } else {
    stroke(0);
    strokeWeight(random(1, 2.5));
    if (kind < 0.8) {
      line(x - w / 2, y, x + w / 2, y + random(-2, 2));
    } else {
      noFill();
      arc(x, y - w * 0.1, w, w * 0.5, 0.3, PI - 0.3);
    }
    noStroke();
  }
}

color tone() {
  float kind = random(1);
  if (kind < 0.35) {
    return color(random(20, 60), random(15, 45), random(10, 40));
  } else if (kind < 0.6) {
    return color(random(110, 160), random(60, 100), random(20, 60));
  } else if (kind < 0.85) {
    return color(random(220, 250), random(170, 220), random(60, 130));
  }
  return color(random(190, 230), random(70, 120), random(20, 60));
}

void longHair(float x, float y, float head) {
  fill(tone());
  if (random(1) < 0.5) {
    rect(x - head * 0.56, y - head * 0.3, head * 1.12, head * random(0.7, 1), head * 0.3);
  } else {
    circle(x - head * 0.52, y, head * 0.3);
    circle(x + head * 0.52, y, head * 0.3);
  }
}

void hair(float x, float y, float head) {
  float kind = random(1);
  fill(tone());
  if (kind < 0.5) {
    arc(x, y - head * 0.1, head * 1.06, head * random(0.78, 0.95), PI, TWO_PI, CHORD);
  } else if (kind < 0.75) {
    triangle(x - head * 0.44, y - head * 0.2, x - head * 0.3, y - head * 0.62, x, y - head * 0.34);
    triangle(x - head * 0.24, y - head * 0.32, x, y - head * 0.72, x + head * 0.24, y - head * 0.32);
    triangle(x, y - head * 0.34, x + head * 0.3, y - head * 0.62, x + head * 0.44, y - head * 0.2);
  } else {
    beginShape();
    vertex(x - head * 0.5, y - head * 0.08);
    bezierVertex(x - head * 0.5, y - head * 0.7, x + head * 0.5, y - head * 0.7, x + head * 0.5, y - head * 0.08);
    bezierVertex(x + head * 0.3, y - head * 0.3, x - head * 0.1, y - head * random(0.2, 0.4), x - head * 0.5,
      y - head * 0.08);
    endShape(CLOSE);
  }
}

void hat(float x, float y, float head, color trim) {
  color felt = cloth();
  float kind = random(1);
  fill(felt);
  if (kind < 0.45) {
    float deep = head * random(0.06, 0.16);
    if (random(1) < 0.3) {
      rect(x - head * 0.56, y - head * 0.2, head * 0.18, head * 0.4, 3);
      rect(x + head * 0.38, y - head * 0.2, head * 0.18, head * 0.4, 3);
    }
    arc(x, y - deep, head * 1.04, head * random(0.8, 0.95), PI, TWO_PI, CHORD);
    fill(trim);
    rect(x - head * 0.53, y - deep - head * 0.05, head * 1.06, head * random(0.08, 0.16), 2);
    if (random(1) < 0.7) {
      circle(x, y - deep - head * 0.45, head * random(0.14, 0.28));
    }
  } else if (kind < 0.7) {
    arc(x, y - head * 0.12, head * 1.02, head * 0.8, PI, TWO_PI, CHORD);
    fill(trim);
    float peak = random(-1, 1);
    if (peak < 0) {
      rect(x - head * 0.72, y - head * 0.18, head * 0.8, head * 0.1, 2);
    } else {
      rect(x - head * 0.08, y - head * 0.18, head * 0.8, head * 0.1, 2);
    }
  } else if (kind < 0.85) {
    float tall = head * random(0.35, 0.65);
    rect(x - head * 0.32, y - head * 0.32 - tall, head * 0.64, tall);
    rect(x - head * 0.56, y - head * 0.36, head * 1.12, head * 0.1);
    fill(trim);
    rect(x - head * 0.32, y - head * 0.46, head * 0.64, head * 0.1);
  } else {
    triangle(x - head * 0.44, y - head * 0.2, x + head * random(-0.2, 0.2), y - head * random(0.8, 1.05),
      x + head * 0.44, y - head * 0.2);
    fill(trim);
    rect(x - head * 0.5, y - head * 0.28, head, head * 0.13, 3);
  }
}

void hood(float x, float y, float head, color coat, color face) {
  fill(coat);
  ellipse(x, y, head * 1.06, head * 1.04);
  fill(lerp(40, 140, random(1)), 60, 30);
  ellipse(x, y, head * 0.82, head * 0.82);
  fill(face);
  ellipse(x, y, head * 0.7, head * 0.7);
  float size = head * 0.3;
  fill(255);
  ellipse(x - size * 0.5, y, size, size * 1.1);
  ellipse(x + size * 0.5, y, size, size * 1.1);
  fill(0);
  float look = random(-0.2, 0.2) * size;
  circle(x - size * 0.4 + look, y, head * 0.07);
  circle(x + size * 0.4 + look, y, head * 0.07);
}
