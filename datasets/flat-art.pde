// Flat compositions as on icons and emoji: living things, things outside, things on a desk.

color ground = #FFFFFF;

void setup() {
  size(128, 128);
  if (random(1) < 0.4) {
    ground = color(random(190, 256), random(190, 256), random(190, 256));
  }
  background(ground);
  edge();
  float s = random(0.72, 1.06);
  float x = 64 + random(-6, 6);
  float y = 64 + random(-6, 6);
  float kind = random(1);
  if (kind < 0.34) {
    living(x, y, s);
  } else if (kind < 0.67) {
    outside(x, y, s);
  } else {
    desk(x, y, s);
  }
}

void living(float x, float y, float s) {
  int kind = floor(random(12));
  if (kind < 4) {
    face(x, y, 100 * s);
  } else if (kind < 6) {
    animal(x, y, 84 * s);
  } else if (kind == 6) {
    flower(x, y, s, 5 + floor(random(4)));
  } else if (kind == 7) {
    tree(x, y, s);
  } else if (kind == 8) {
    fruit(x, y, s);
  } else if (kind == 9) {
    mushroom(x, y, s);
  } else if (kind == 10) {
    fish(x, y, s);
  } else {
    iceCream(x, y, s);
  }
}

void outside(float x, float y, float s) {
  int kind = floor(random(12));
  if (kind == 0) {
    house(x, y, 76 * s, random(36, 48) * s);
  } else if (kind == 1) {
    weather(x, y, s);
  } else if (kind < 4) {
    sun(x, y, s);
  } else if (kind == 4) {
    car(x, y, s);
  } else if (kind == 5) {
    rainbow(x, y + 20 * s, s);
  } else if (kind == 6) {
    gift(x, y, s);
  } else if (kind == 7) {
    cup(x, y, s);
  } else if (kind == 8) {
    rocket(x, y, s);
  } else if (kind == 9) {
    balloon(x, y, s);
  } else if (kind == 10) {
    warning(x, y, s);
  } else {
    bulb(x, y, s);
  }
}

void desk(float x, float y, float s) {
  int kind = floor(random(16));
  if (kind < 2) {
    badge(x, y, 104 * s);
  } else if (kind == 2) {
    page(x, y, s);
  } else if (kind == 3) {
    folder(x, y, s);
  } else if (kind == 4) {
    monitor(x, y, s);
  } else if (kind == 5) {
    envelope(x, y, s);
  } else if (kind == 6) {
    lens(x, y, s);
  } else if (kind == 7) {
    clock(x, y, 96 * s);
  } else if (kind == 8) {
    disk(x, y, s);
  } else if (kind == 9) {
    calendar(x, y, s);
  } else if (kind == 10) {
    chart(x, y, s);
  } else if (kind == 11) {
    padlock(x, y, s);
  } else if (kind == 12) {
    camera(x, y, s);
  } else if (kind == 13) {
    bin(x, y, s);
  } else if (kind == 14) {
    phone(x, y, s);
  } else {
    arrow(x, y, s);
  }
}

void edge() {
  noStroke();
  float kind = random(1);
  if (kind < 0.25) {
    stroke(random(20, 70));
    strokeWeight(1 + floor(random(4)));
  } else if (kind < 0.35) {
    stroke(random(160), random(160), random(160));
    strokeWeight(1 + floor(random(4)));
  }
}

color bright() {
  float kind = random(1);
  if (kind < 0.2) {
    return color(random(200, 256), random(30, 90), random(30, 80));
  } else if (kind < 0.4) {
    return color(random(30, 90), random(90, 160), random(180, 250));
  } else if (kind < 0.55) {
    return color(random(40, 120), random(150, 200), random(40, 100));
  } else if (kind < 0.7) {
    return color(random(240, 256), random(160, 220), random(20, 80));
  } else if (kind < 0.8) {
    return color(random(60, 256));
  }
  return color(random(256), random(256), random(256));
}

color dark() {
  return color(random(20, 80), random(20, 60), random(10, 60));
}

void shadow(float x, float y, float w) {
  if (random(1) < 0.4) {
    noStroke();
    fill(0, random(20, 70));
    ellipse(x, y, w, w * 0.14);
    edge();
  }
}

void shine(float x, float y, float w, float h) {
  if (random(1) < 0.5) {
    noStroke();
    fill(255, random(60, 200));
    ellipse(x, y, w, h);
  }
}

void face(float x, float y, float d) {
  shadow(x, y + d * 0.52, d * 0.8);
  fill(random(240, 256), random(180, 225), random(40, 110));
  circle(x, y, d);
  noStroke();
  float apart = d * random(0.14, 0.23);
  float level = y - d * random(0.04, 0.14);
  eyes(x, level, apart, d * random(0.1, 0.18));
  if (random(1) < 0.3) {
    fill(240, 110, 90, random(90, 200));
    circle(x - d * 0.3, y + d * 0.12, d * 0.14);
    circle(x + d * 0.3, y + d * 0.12, d * 0.14);
  }
  smile(x, y + d * 0.14, d * random(0.3, 0.6), d * random(0.15, 0.5));
}

void eyes(float x, float y, float apart, float eye) {
  float kind = random(1);
  color ink = dark();
  if (kind < 0.5) {
    fill(ink);
    float tall = eye * random(1, 1.6);
    ellipse(x - apart, y, eye, tall);
    ellipse(x + apart, y, eye, tall);
  } else if (kind < 0.75) {
    float wide = eye * 1.5;
    float look = random(-0.2, 0.2) * wide;
    fill(255);
    circle(x - apart, y, wide);
    circle(x + apart, y, wide);
    fill(ink);
    circle(x - apart + look, y, wide * 0.5);
    circle(x + apart + look, y, wide * 0.5);
  } else if (kind < 0.9) {
    noFill();
    stroke(ink);
    strokeWeight(random(2, 5));
    arc(x - apart, y, eye * 1.6, eye * 1.4, PI, TWO_PI);
    arc(x + apart, y, eye * 1.6, eye * 1.4, PI, TWO_PI);
    noStroke();
  } else {
    fill(ink);
    rect(x - apart * 1.8, y - eye * 0.7, apart * 1.6, eye * 1.5, eye * 0.5);
    rect(x + apart * 0.2, y - eye * 0.7, apart * 1.6, eye * 1.5, eye * 0.5);
    rect(x - apart * 0.4, y - eye * 0.5, apart * 0.8, eye * 0.3);
  }
}

void smile(float x, float y, float w, float h) {
  float kind = random(1);
  color ink = dark();
  if (kind < 0.45) {
    fill(ink);
    arc(x, y, w, h * 1.6, 0, PI, CHORD);
    if (random(1) < 0.5) {
      fill(255);
      rect(x - w * 0.3, y, w * 0.6, h * 0.15);
    }
    if (random(1) < 0.5) {
      fill(230, 80, 90);
      ellipse(x, y + h * 0.55, w * 0.45, h * 0.3);
    }
  } else if (kind < 0.75) {
    noFill();
    stroke(ink);
    strokeWeight(random(2, 6));
    if (random(1) < 0.7) {
      arc(x, y, w, h, random(0.1, 0.5), PI - random(0.1, 0.5));
    } else {
      arc(x, y + h * 0.7, w, h, PI, TWO_PI);
    }
  } else if (kind < 0.9) {
    fill(ink);
    ellipse(x, y + h * 0.3, w * 0.4, h * 0.8);
  } else {
    stroke(ink);
    strokeWeight(random(2, 6));
    line(x - w / 2, y + h * 0.2, x + w / 2, y + h * 0.2);
  }
}

void animal(float x, float y, float d) {
  color fur = bright();
  color inner = color(random(220, 256), random(150, 210), random(150, 200));
  fill(fur);
  float kind = random(1);
  if (kind < 0.4) {
    triangle(x - d * 0.46, y - d * 0.62, x - d * 0.46, y - d * 0.05, x - d * 0.05, y - d * 0.36);
    triangle(x + d * 0.46, y - d * 0.62, x + d * 0.46, y - d * 0.05, x + d * 0.05, y - d * 0.36);
  } else if (kind < 0.75) {
    circle(x - d * 0.36, y - d * 0.38, d * 0.4);
    circle(x + d * 0.36, y - d * 0.38, d * 0.4);
    fill(inner);
    circle(x - d * 0.36, y - d * 0.38, d * 0.2);
    circle(x + d * 0.36, y - d * 0.38, d * 0.2);
  } else {
    ellipse(x - d * 0.2, y - d * 0.55, d * 0.2, d * 0.6);
    ellipse(x + d * 0.2, y - d * 0.55, d * 0.2, d * 0.6);
  }
  fill(fur);
  ellipse(x, y, d, d * random(0.8, 1));
  noStroke();
  eyes(x, y - d * 0.06, d * 0.2, d * random(0.09, 0.15));
  if (random(1) < 0.6) {
    fill(255, 235, 220);
    ellipse(x, y + d * 0.22, d * 0.45, d * 0.32);
  }
  fill(dark());
  if (random(1) < 0.5) {
    triangle(x - d * 0.07, y + d * 0.12, x + d * 0.07, y + d * 0.12, x, y + d * 0.2);
  } else {
    ellipse(x, y + d * 0.15, d * 0.16, d * 0.1);
  }
  stroke(40);
  strokeWeight(random(1, 3));
  noFill();
  arc(x - d * 0.07, y + d * 0.22, d * 0.14, d * 0.12, 0, PI);
  arc(x + d * 0.07, y + d * 0.22, d * 0.14, d * 0.12, 0, PI);
}

void house(float x, float y, float w, float h) {
  float base = y + 48;
  if (random(1) < 0.4) {
    fill(90, random(140, 190), 80);
    rect(x - w * 0.75, base - 2, w * 1.5, 8);
  }
  if (random(1) < 0.5) {
    fill(dark());
    rect(x + w * 0.22, base - h - 30, w * 0.12, 26);
  }
  fill(random(190, 256), random(150, 240), random(110, 220));
  rect(x - w / 2, base - h, w, h);
  fill(bright());
  triangle(x - w * 0.6, base - h, x, base - h - random(26, 44), x + w * 0.6, base - h);
  fill(bright());
  rect(x - w * 0.1, base - h * 0.6, w * 0.2, h * 0.6);
  fill(170, 215, 245);
  rect(x - w * 0.4, base - h * 0.75, w * 0.2, w * 0.2);
  rect(x + w * 0.2, base - h * 0.75, w * 0.2, w * 0.2);
  if (random(1) < 0.4) {
    circle(x, base - h - 10, w * 0.16);
  }
}

void flower(float x, float y, float s, int petals) {
  fill(60, random(130, 180), 70);
  rect(x - 3 * s, y - 10 * s, 6 * s, 66 * s);
  if (random(1) < 0.6) {
    ellipse(x + 15 * s, y + 34 * s, 28 * s, 12 * s);
  }
  fill(bright());
  float extent = random(20, 30) * s;
  for (int i = 0; i < petals; i++) {
    float angle = i * TWO_PI / petals;
    circle(x + 22 * s * cos(angle), y - 18 * s + 22 * s * sin(angle), extent);
  }
  fill(random(230, 256), random(180, 220), 60);
  circle(x, y - 18 * s, random(20, 34) * s);
}

void tree(float x, float y, float s) {
  shadow(x, y + 54 * s, 70 * s);
  fill(random(90, 140), random(60, 90), 50);
  rect(x - 7 * s, y + 8 * s, 14 * s, 46 * s);
  fill(random(30, 110), random(120, 190), random(30, 80));
  float kind = random(1);
  if (kind < 0.4) {
    triangle(x, y - 56 * s, x + 30 * s, y - 16 * s, x - 30 * s, y - 16 * s);
    triangle(x, y - 38 * s, x + 37 * s, y + 6 * s, x - 37 * s, y + 6 * s);
    triangle(x, y - 18 * s, x + 44 * s, y + 28 * s, x - 44 * s, y + 28 * s);
  } else if (kind < 0.8) {
    circle(x - 24 * s, y - 8 * s, 46 * s);
    circle(x + 24 * s, y - 8 * s, 46 * s);
    circle(x, y - 30 * s, 54 * s);
  } else {
    ellipse(x, y - 18 * s, 70 * s, 80 * s);
  }
  if (random(1) < 0.4) {
    noStroke();
    fill(bright());
    circle(x - 18 * s, y - 2 * s, 9 * s);
    circle(x + 8 * s, y - 22 * s, 9 * s);
    circle(x + 22 * s, y + 2 * s, 9 * s);
  }
}

void badge(float x, float y, float d) {
  fill(bright());
  boolean round = random(1) < 0.5;
  if (round) {
    circle(x, y, d);
  } else {
    rect(x - d / 2, y - d / 2, d, d, d * random(0.08, 0.25));
  }
  float inner = d * random(0.5, 0.85);
  if (random(1) < 0.6) {
    fill(bright());
    if (round) {
      circle(x, y, inner);
    } else {
      rect(x - inner / 2, y - inner / 2, inner, inner, inner * 0.12);
    }
  }
  fill(255);
  float r = inner * random(0.26, 0.36);
  float kind = random(1);
  if (kind < 0.2) {
    quad(x, y - r, x + r, y, x, y + r, x - r, y);
  } else if (kind < 0.4) {
    star(x, y, r * 1.2);
  } else if (kind < 0.55) {
    rect(x - r, y - r * 0.3, r * 2, r * 0.6);
    rect(x - r * 0.3, y - r, r * 0.6, r * 2);
  } else if (kind < 0.7) {
    heart(x, y, r);
  } else if (kind < 0.85) {
    triangle(x - r * 0.6, y - r, x + r, y, x - r * 0.6, y + r);
  } else {
    stroke(255);
    strokeWeight(r * 0.35);
    line(x - r * 0.8, y, x - r * 0.2, y + r * 0.7);
    line(x - r * 0.2, y + r * 0.7, x + r * 0.9, y - r * 0.7);
  }
}

void star(float x, float y, float r) {
  float dent = random(0.38, 0.6);
  beginShape();
  for (int i = 0; i < 10; i++) {
    float angle = i * PI / 5 - HALF_PI;
    float far = r;
    if (i % 2 == 1) {
      far = r * dent;
    }
    vertex(x + far * cos(angle), y + far * sin(angle));
  }
  endShape(CLOSE);
}

void heart(float x, float y, float r) {
  float dip = random(0.3, 0.5);
  beginShape();
  vertex(x, y + r);
  bezierVertex(x - r * 1.7, y - r * 0.2, x - r * 0.9, y - r * 1.4, x, y - r * dip);
  bezierVertex(x + r * 0.9, y - r * 1.4, x + r * 1.7, y - r * 0.2, x, y + r);
  endShape(CLOSE);
}

void cloud(float x, float y, float s) {
  fill(random(130, 256));
  circle(x - 24 * s, y + 4 * s, 34 * s);
  circle(x - 4 * s, y - 8 * s, 46 * s);
  circle(x + 22 * s, y + 2 * s, 38 * s);
  rect(x - 26 * s, y + 5 * s, 50 * s, 16 * s);
}

void weather(float x, float y, float s) {
  if (random(1) < 0.5) {
    fill(250, random(190, 220), 50);
    circle(x + 22 * s, y - 24 * s, 48 * s);
  }
  cloud(x, y - 6 * s, s * 1.2);
  float kind = random(1);
  if (kind < 0.4) {
    stroke(70, 130, random(190, 240));
    strokeWeight(random(2, 5));
    for (int i = 0; i < 4; i++) {
      line(x - 24 * s + i * 17 * s, y + 28 * s, x - 30 * s + i * 17 * s, y + 46 * s);
    }
  } else if (kind < 0.6) {
    noStroke();
    fill(250, 200, 40);
    beginShape();
    vertex(x + 4 * s, y + 20 * s);
    vertex(x - 10 * s, y + 42 * s);
    vertex(x + 2 * s, y + 42 * s);
    vertex(x - 4 * s, y + 60 * s);
    vertex(x + 16 * s, y + 34 * s);
    vertex(x + 5 * s, y + 34 * s);
    endShape(CLOSE);
  }
}

void sun(float x, float y, float s) {
  color light = color(random(240, 256), random(170, 220), random(20, 80));
  float kind = random(1);
  if (kind < 0.35) {
    fill(light);
    circle(x, y, 84 * s);
    noStroke();
    fill(ground);
    circle(x + 26 * s, y - 12 * s, 70 * s);
  } else if (kind < 0.5) {
    fill(light);
    star(x, y, 56 * s);
  } else {
    int rays = 6 + floor(random(7));
    stroke(light);
    strokeWeight(random(3, 7));
    for (int i = 0; i < rays; i++) {
      float angle = i * TWO_PI / rays;
      line(x + 38 * s * cos(angle), y + 38 * s * sin(angle), x + 54 * s * cos(angle),
        y + 54 * s * sin(angle));
    }
    noStroke();
    fill(light);
    circle(x, y, 60 * s);
  }
}

void cup(float x, float y, float s) {
  color clay = bright();
  shadow(x, y + 50 * s, 90 * s);
  noFill();
  stroke(clay);
  strokeWeight(8 * s);
  ellipse(x + 36 * s, y + 10 * s, 26 * s, 34 * s);
  edge();
  fill(clay);
  rect(x - 36 * s, y - 16 * s, 72 * s, 64 * s, 14 * s);
  fill(255);
  ellipse(x, y - 16 * s, 72 * s, 20 * s);
  fill(random(70, 120), random(40, 70), 30);
  ellipse(x, y - 15 * s, 60 * s, 14 * s);
  if (random(1) < 0.6) {
    noFill();
    stroke(190, random(120, 220));
    strokeWeight(random(3, 6));
    bezier(x - 10 * s, y - 28 * s, x - 22 * s, y - 38 * s, x + 2 * s, y - 44 * s, x - 10 * s, y - 56 * s);
    bezier(x + 12 * s, y - 28 * s, x, y - 38 * s, x + 24 * s, y - 44 * s, x + 12 * s, y - 56 * s);
  }
}

void page(float x, float y, float s) {
  shadow(x, y + 56 * s, 90 * s);
  fill(random(235, 256));
  stroke(random(90, 170));
  strokeWeight(random(1, 4));
  rect(x - 40 * s, y - 54 * s, 80 * s, 108 * s, random(0, 5));
  noStroke();
  int lines = 3 + floor(random(5));
  float y0 = y - 40 * s;
  if (random(1) < 0.4) {
    fill(bright());
    rect(x - 30 * s, y0, 28 * s, 26 * s);
    y0 += 34 * s;
  }
  fill(random(100, 190));
  float high = random(3, 6) * s;
  float step = min(16 * s, (y + 46 * s - y0) / lines);
  for (int i = 0; i < lines; i++) {
    rect(x - 30 * s, y0 + i * step, random(34, 60) * s, high);
  }
}

void folder(float x, float y, float s) {
  color cover = bright();
  shadow(x, y + 44 * s, 100 * s);
  fill(random(60, 160));
  rect(x - 50 * s, y - 40 * s, 44 * s, 30 * s, 4);
  rect(x - 50 * s, y - 32 * s, 96 * s, 66 * s, 4);
  if (random(1) < 0.5) {
    fill(250);
    rect(x - 40 * s, y - 26 * s, 78 * s, 40 * s);
  }
  fill(cover);
  quad(x - 46 * s, y - 14 * s, x + 54 * s, y - 14 * s, x + 48 * s, y + 40 * s, x - 50 * s, y + 40 * s);
}

void monitor(float x, float y, float s) {
  color shell = color(random(30, 230));
  shadow(x, y + 54 * s, 80 * s);
  fill(shell);
  quad(x - 8 * s, y + 24 * s, x + 8 * s, y + 24 * s, x + 18 * s, y + 50 * s, x - 18 * s, y + 50 * s);
  rect(x - 28 * s, y + 46 * s, 56 * s, 7 * s, 3);
  rect(x - 54 * s, y - 44 * s, 108 * s, 76 * s, 6);
  fill(bright());
  rect(x - 47 * s, y - 37 * s, 94 * s, 58 * s);
  float kind = random(1);
  if (kind < 0.4) {
    noStroke();
    fill(255, random(40, 120));
    triangle(x - 47 * s, y - 37 * s, x + 20 * s, y - 37 * s, x - 47 * s, y + 18 * s);
  } else if (kind < 0.7) {
    fill(245);
    rect(x - 36 * s, y - 28 * s, 44 * s, 34 * s);
    fill(bright());
    rect(x - 36 * s, y - 28 * s, 44 * s, 8 * s);
  }
}

void wheel(float x, float y, float d) {
  fill(40);
  circle(x, y, d);
  fill(190);
  circle(x, y, d * 0.5);
}

void car(float x, float y, float s) {
  color paint = bright();
  shadow(x, y + 34 * s, 110 * s);
  fill(paint);
  quad(x - 30 * s, y - 30 * s, x + 20 * s, y - 30 * s, x + 40 * s, y, x - 42 * s, y);
  rect(x - 56 * s, y - 2 * s, 112 * s, 28 * s, 10 * s);
  fill(random(150, 200), random(200, 230), random(230, 256));
  quad(x - 26 * s, y - 24 * s, x - 4 * s, y - 24 * s, x - 4 * s, y - 3 * s, x - 34 * s, y - 3 * s);
  quad(x + 2 * s, y - 24 * s, x + 17 * s, y - 24 * s, x + 30 * s, y - 3 * s, x + 2 * s, y - 3 * s);
  fill(250, 220, 120);
  circle(x + 50 * s, y + 8 * s, 9 * s);
  wheel(x - 30 * s, y + 26 * s, 26 * s);
  wheel(x + 30 * s, y + 26 * s, 26 * s);
}

void bulb(float x, float y, float s) {
  fill(random(240, 256), random(200, 235), random(60, 130));
  circle(x, y - 16 * s, 74 * s);
  quad(x - 26 * s, y + 8 * s, x + 26 * s, y + 8 * s, x + 16 * s, y + 32 * s, x - 16 * s, y + 32 * s);
  fill(random(90, 170));
  rect(x - 16 * s, y + 32 * s, 32 * s, 8 * s, 3);
  rect(x - 15 * s, y + 41 * s, 30 * s, 7 * s, 3);
  arc(x, y + 48 * s, 22 * s, 16 * s, 0, PI, CHORD);
  shine(x - 16 * s, y - 28 * s, 16 * s, 22 * s);
}

void fruit(float x, float y, float s) {
  color skin = bright();
  shadow(x, y + 50 * s, 70 * s);
  fill(skin);
  float kind = random(1);
  if (kind < 0.4) {
    circle(x - 18 * s, y + 10 * s, 66 * s);
    circle(x + 18 * s, y + 10 * s, 66 * s);
  } else if (kind < 0.7) {
    circle(x, y + 8 * s, 84 * s);
  } else {
    circle(x - 26 * s, y + 24 * s, 44 * s);
    circle(x + 26 * s, y + 24 * s, 44 * s);
    noFill();
    stroke(80, 140, 60);
    strokeWeight(random(2, 5));
    bezier(x - 26 * s, y + 4 * s, x - 20 * s, y - 20 * s, x, y - 36 * s, x + 10 * s, y - 46 * s);
    bezier(x + 26 * s, y + 4 * s, x + 26 * s, y - 20 * s, x + 20 * s, y - 36 * s, x + 10 * s, y - 46 * s);
  }
  if (kind < 0.7) {
    stroke(90, 60, 40);
    strokeWeight(random(3, 6));
    line(x, y - 26 * s, x + 6 * s, y - 48 * s);
  }
  noStroke();
  fill(random(70, 130), random(150, 190), 60);
  leaf(x + 5 * s, y - 38 * s, 32 * s, random(8, 14) * s);
  shine(x - 24 * s, y - 2 * s, 14 * s, 20 * s);
}

void leaf(float x, float y, float w, float bend) {
  float tip = random(-10, 4);
  beginShape();
  vertex(x, y);
  bezierVertex(x + w * 0.3, y - bend * 1.4, x + w * 0.8, y - bend, x + w, y + tip);
  bezierVertex(x + w * 0.7, y + bend, x + w * 0.3, y + bend * 0.8, x, y);
  endShape(CLOSE);
}

void gift(float x, float y, float s) {
  color box = bright();
  color band = bright();
  fill(box);
  rect(x - 42 * s, y - 10 * s, 84 * s, 58 * s);
  rect(x - 48 * s, y - 26 * s, 96 * s, 20 * s);
  fill(band);
  rect(x - 9 * s, y - 26 * s, 18 * s, 74 * s);
  ellipse(x - 18 * s, y - 36 * s, 32 * s, 20 * s);
  ellipse(x + 18 * s, y - 36 * s, 32 * s, 20 * s);
  circle(x, y - 32 * s, 14 * s);
}

void iceCream(float x, float y, float s) {
  fill(random(210, 240), random(150, 180), random(80, 110));
  triangle(x - 28 * s, y + 2 * s, x + 28 * s, y + 2 * s, x, y + 58 * s);
  int balls = 1 + floor(random(3));
  for (int i = 0; i < balls; i++) {
    fill(bright());
    circle(x, y - 6 * s - i * 22 * s, (58 - i * 8) * s);
  }
  if (random(1) < 0.5) {
    fill(210, 40, 50);
    circle(x + 4 * s, y - (10 + balls * 22) * s, 14 * s);
  }
}

void envelope(float x, float y, float s) {
  float deep = random(4, 24);
  shadow(x, y + 42 * s, 100 * s);
  fill(random(225, 256), random(215, 256), random(190, 256));
  stroke(random(80, 170));
  strokeWeight(random(1, 4));
  rect(x - 54 * s, y - 36 * s, 108 * s, 72 * s, 4);
  line(x - 54 * s, y - 36 * s, x, y + deep * s);
  line(x, y + deep * s, x + 54 * s, y - 36 * s);
  noStroke();
  if (random(1) < 0.5) {
    fill(bright());
    circle(x, y + deep * s, random(12, 22) * s);
  }
}

void lens(float x, float y, float s) {
  stroke(random(40, 120));
  strokeWeight(random(9, 15) * s);
  line(x + 14 * s, y + 14 * s, x + 46 * s, y + 46 * s);
  stroke(random(80, 190));
  strokeWeight(random(4, 9) * s);
  fill(random(150, 230), random(200, 240), random(230, 256), random(120, 256));
  circle(x - 12 * s, y - 12 * s, 72 * s);
  shine(x - 24 * s, y - 26 * s, 22 * s, 14 * s);
}

void rainbow(float x, float y, float s) {
  noFill();
  int bands = 3 + floor(random(4));
  float broad = random(6, 10) * s;
  strokeWeight(broad);
  strokeCap(ROUND);
  float d = 104 * s;
  for (int i = 0; i < bands; i++) {
    stroke(bright());
    arc(x, y, d, d, PI, TWO_PI);
    d -= 2 * broad;
  }
  noStroke();
  if (random(1) < 0.5) {
    cloud(x - 44 * s, y + 4 * s, s * 0.5);
    cloud(x + 44 * s, y + 4 * s, s * 0.5);
  }
}

void mushroom(float x, float y, float s) {
  fill(random(230, 256), random(220, 240), random(190, 220));
  rect(x - 16 * s, y, 32 * s, 48 * s, 8 * s);
  fill(bright());
  arc(x, y + 4 * s, 104 * s, random(90, 116) * s, PI, TWO_PI, CHORD);
  noStroke();
  fill(255);
  circle(x, y - 28 * s, 20 * s);
  circle(x - 28 * s, y - 12 * s, 16 * s);
  circle(x + 28 * s, y - 12 * s, 16 * s);
}

void clock(float x, float y, float d) {
  fill(bright());
  circle(x, y, d);
  fill(random(235, 256));
  circle(x, y, d * random(0.75, 0.86));
  stroke(dark());
  if (random(1) < 0.5) {
    strokeWeight(2);
    for (int i = 0; i < 12; i++) {
      float angle = i * PI / 6;
      line(x + d * 0.32 * cos(angle), y + d * 0.32 * sin(angle), x + d * 0.36 * cos(angle),
        y + d * 0.36 * sin(angle));
    }
  }
  float hour = random(TWO_PI);
  float minute = random(TWO_PI);
  strokeWeight(random(2, 5));
  line(x, y, x + d * 0.2 * cos(hour), y + d * 0.2 * sin(hour));
  line(x, y, x + d * 0.3 * cos(minute), y + d * 0.3 * sin(minute));
}

// A box with a dark edge and, as desktop icons have it, a light line just inside.
void plate(float x, float y, float w, float h, color paint) {
  float r = random(2, 10);
  fill(paint);
  stroke(random(30, 110));
  strokeWeight(2);
  rect(x, y, w, h, r);
  if (random(1) < 0.5) {
    noFill();
    stroke(255, random(60, 170));
    rect(x + 2, y + 2, w - 4, h - 4, max(r - 2, 1));
  }
  noStroke();
}

void fish(float x, float y, float s) {
  color scales = bright();
  fill(bright());
  triangle(x + 30 * s, y, x + 56 * s, y - 24 * s, x + 56 * s, y + 24 * s);
  triangle(x - 8 * s, y - 20 * s, x + 18 * s, y - 42 * s, x + 18 * s, y - 14 * s);
  fill(scales);
  ellipse(x - 8 * s, y, 92 * s, random(46, 66) * s);
  noStroke();
  fill(255);
  circle(x - 34 * s, y - 6 * s, 15 * s);
  fill(20);
  circle(x - 36 * s, y - 6 * s, 8 * s);
  if (random(1) < 0.5) {
    fill(255, random(60, 140));
    arc(x, y, 36 * s, 40 * s, -HALF_PI, HALF_PI);
  }
}

void rocket(float x, float y, float s) {
  color hull = color(random(170, 256), random(180, 256), random(190, 256));
  color trim = bright();
  pushMatrix();
  translate(x, y);
  rotate(random(-0.2, 1));
  fill(250, random(150, 200), 40);
  triangle(-10 * s, 34 * s, 10 * s, 34 * s, 0, 58 * s);
  fill(trim);
  triangle(-18 * s, 4 * s, -36 * s, 38 * s, -14 * s, 34 * s);
  triangle(18 * s, 4 * s, 36 * s, 38 * s, 14 * s, 34 * s);
  fill(hull);
  beginShape();
  vertex(0, -58 * s);
  bezierVertex(26 * s, -36 * s, 24 * s, 10 * s, 14 * s, 36 * s);
  vertex(-14 * s, 36 * s);
  bezierVertex(-24 * s, 10 * s, -26 * s, -36 * s, 0, -58 * s);
  endShape(CLOSE);
  fill(random(60, 140), random(120, 200), random(180, 240));
  stroke(random(80, 150));
  strokeWeight(3);
  circle(0, -10 * s, 20 * s);
  popMatrix();
}

void balloon(float x, float y, float s) {
  noFill();
  stroke(120);
  strokeWeight(random(1, 3));
  bezier(x, y + 26 * s, x - 12 * s, y + 38 * s, x + 12 * s, y + 44 * s, x, y + 58 * s);
  edge();
  fill(bright());
  triangle(x - 7 * s, y + 32 * s, x + 7 * s, y + 32 * s, x, y + 22 * s);
  ellipse(x, y - 14 * s, 70 * s, 84 * s);
  shine(x - 16 * s, y - 32 * s, 14 * s, 22 * s);
}

void warning(float x, float y, float s) {
  color sign = bright();
  fill(sign);
  stroke(random(30, 250), random(30, 110), random(20, 60));
  strokeWeight(random(3, 7));
  strokeJoin(MITER);
  if (random(1) < 0.5) {
    triangle(x, y - 46 * s, x + 52 * s, y + 42 * s, x - 52 * s, y + 42 * s);
  } else {
    circle(x, y + 8 * s, 92 * s);
  }
  noStroke();
  fill(255 * floor(random(2)));
  rect(x - 6 * s, y - 18 * s, 12 * s, 34 * s, 4 * s);
  circle(x, y + 28 * s, 12 * s);
}

void disk(float x, float y, float s) {
  plate(x - 48 * s, y - 48 * s, 96 * s, 96 * s, bright());
  fill(random(235, 256));
  rect(x - 34 * s, y - 46 * s, 68 * s, 48 * s);
  fill(random(130, 200));
  for (int i = 0; i < 3; i++) {
    rect(x - 26 * s, y - 34 * s + i * 11 * s, 52 * s, 3 * s);
  }
  rect(x - 24 * s, y + 14 * s, 48 * s, 33 * s, 2);
  fill(dark());
  rect(x - 16 * s, y + 19 * s, 14 * s, 23 * s);
}

void calendar(float x, float y, float s) {
  plate(x - 46 * s, y - 44 * s, 92 * s, 92 * s, color(random(235, 256)));
  fill(bright());
  rect(x - 46 * s, y - 44 * s, 92 * s, 24 * s);
  fill(random(120, 220));
  for (int row = 0; row < 3; row++) {
    for (int column = 0; column < 4; column++) {
      rect(x - 37 * s + column * 20 * s, y - 10 * s + row * 18 * s, 13 * s, 11 * s);
    }
  }
  if (random(1) < 0.5) {
    fill(bright());
    rect(x - 17 * s, y + 8 * s, 13 * s, 11 * s);
  }
}

void chart(float x, float y, float s) {
  if (random(1) < 0.5) {
    float part = random(0.8, 2.4);
    fill(bright());
    circle(x, y, 96 * s);
    fill(bright());
    arc(x, y, 96 * s, 96 * s, -HALF_PI, -HALF_PI + part, PIE);
    fill(bright());
    arc(x, y, 96 * s, 96 * s, -HALF_PI + part, part + random(0.6, 1.6), PIE);
  } else {
    int bars = 3 + floor(random(3));
    float step = 92 * s / bars;
    for (int i = 0; i < bars; i++) {
      float h = random(20, 90) * s;
      fill(bright());
      rect(x - 46 * s + i * step, y + 46 * s - h, step * 0.75, h);
    }
    stroke(90);
    strokeWeight(3);
    line(x - 50 * s, y + 47 * s, x + 50 * s, y + 47 * s);
    line(x - 50 * s, y + 47 * s, x - 50 * s, y - 50 * s);
  }
}

void padlock(float x, float y, float s) {
  noFill();
  stroke(random(110, 200));
  strokeWeight(random(8, 12) * s);
  arc(x, y - 12 * s, 50 * s, 62 * s, PI, TWO_PI);
  line(x - 25 * s, y - 12 * s, x - 25 * s, y + 4 * s);
  line(x + 25 * s, y - 12 * s, x + 25 * s, y + 4 * s);
  plate(x - 40 * s, y - 6 * s, 80 * s, 58 * s, bright());
  fill(dark());
  circle(x, y + 16 * s, 16 * s);
  rect(x - 4 * s, y + 18 * s, 8 * s, 20 * s);
}

void camera(float x, float y, float s) {
  color body = bright();
  fill(body);
  rect(x - 20 * s, y - 42 * s, 40 * s, 20 * s, 4);
  plate(x - 54 * s, y - 30 * s, 108 * s, 72 * s, body);
  fill(random(210, 256));
  circle(x, y + 6 * s, 56 * s);
  fill(dark());
  circle(x, y + 6 * s, 42 * s);
  fill(random(60, 120), random(110, 180), random(180, 250));
  circle(x, y + 6 * s, 24 * s);
  shine(x - 6 * s, y, 9 * s, 9 * s);
  fill(255, 235, random(120, 220));
  rect(x + 32 * s, y - 22 * s, 14 * s, 9 * s);
}

void bin(float x, float y, float s) {
  float light = random(110, 220);
  shadow(x, y + 52 * s, 76 * s);
  fill(light);
  quad(x - 38 * s, y - 30 * s, x + 38 * s, y - 30 * s, x + 30 * s, y + 50 * s, x - 30 * s, y + 50 * s);
  rect(x - 44 * s, y - 40 * s, 88 * s, 11 * s, 4);
  rect(x - 12 * s, y - 49 * s, 24 * s, 9 * s, 3);
  stroke(light - 60);
  strokeWeight(random(2, 5));
  line(x, y - 20 * s, x, y + 42 * s);
  line(x - 17 * s, y - 20 * s, x - 14 * s, y + 42 * s);
  line(x + 17 * s, y - 20 * s, x + 14 * s, y + 42 * s);
}

void phone(float x, float y, float s) {
  plate(x - 30 * s, y - 54 * s, 60 * s, 108 * s, color(random(20, 240)));
  fill(bright());
  rect(x - 24 * s, y - 42 * s, 48 * s, 78 * s);
  fill(random(120, 200));
  circle(x, y + 45 * s, 9 * s);
  rect(x - 8 * s, y - 50 * s, 16 * s, 3 * s);
  if (random(1) < 0.5) {
    for (int i = 0; i < 6; i++) {
      fill(bright());
      rect(x - 18 * s + (i % 2) * 20 * s, y - 34 * s + (i / 2) * 22 * s, 15 * s, 15 * s, 3);
    }
  }
}

void arrow(float x, float y, float s) {
  color paint = bright();
  float thick = random(14, 24) * s;
  pushMatrix();
  translate(x, y);
  rotate(HALF_PI * floor(random(4)));
  fill(paint);
  beginShape();
  vertex(-48 * s, -thick);
  vertex(0, -thick);
  vertex(0, -42 * s);
  vertex(50 * s, 0);
  vertex(0, 42 * s);
  vertex(0, thick);
  vertex(-48 * s, thick);
  endShape(CLOSE);
  popMatrix();
}
