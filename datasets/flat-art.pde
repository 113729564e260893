// Small flat compositions as on icons: a face, a house, a flower, a badge.

void setup() {
  size(128, 128);
  background(random(200, 256), random(200, 256), random(200, 256));
  if (random(1) < 0.5) {
    stroke(40);
    strokeWeight(floor(random(2, 5)));
  } else {
    noStroke();
  }
  int kind = floor(random(4));
  if (kind == 0) {
    face(random(72, 110));
  } else if (kind == 1) {
    house(random(52, 84), random(40, 56));
  } else if (kind == 2) {
    flower(5 + floor(random(4)), random(20, 26));
  } else {
    badge(random(70, 110), random(0.5, 0.85));
  }
}

void face(float extent) {
  fill(255, random(190, 225), random(40, 90));
  circle(64, 64, extent);
  float apart = extent * random(0.14, 0.24);
  float eye = extent * random(0.08, 0.16);
  fill(50, 35, 20);
  ellipse(64 - apart, 56, eye, eye * 1.4);
  ellipse(64 + apart, 56, eye, eye * 1.4);
  arc(64, 70, extent * 0.5, extent * random(0.25, 0.45), 0, PI, CHORD);
}

void house(float w, float h) {
  fill(random(190, 250), random(150, 220), random(110, 190));
  rect(64 - w / 2, 112 - h, w, h);
  fill(random(130, 220), random(40, 90), random(40, 80));
  triangle(64 - w * 0.6, 112 - h, 64, 112 - h - random(26, 44), 64 + w * 0.6, 112 - h);
  fill(random(70, 120), 60, 40);
  rect(64 - w * 0.1, 112 - h * 0.55, w * 0.2, h * 0.55);
  fill(170, 215, 245);
  rect(64 - w * 0.4, 112 - h * 0.75, w * 0.2, w * 0.2);
  rect(64 + w * 0.2, 112 - h * 0.75, w * 0.2, w * 0.2);
}

void flower(int petals, float extent) {
  fill(60, random(130, 180), 70);
  rect(61, 60, 6, 64);
  fill(random(180, 256), random(60, 180), random(80, 220));
  for (int i = 0; i < petals; i++) {
    float angle = i * TWO_PI / petals;
    circle(64 + 22 * cos(angle), 50 + 22 * sin(angle), extent);
  }
  fill(250, 205, 60);
  circle(64, 50, extent * 1.1);
}

void badge(float extent, float inner) {
  fill(random(256), random(256), random(256));
  circle(64, 64, extent);
  fill(random(256), random(256), random(256));
  circle(64, 64, extent * inner);
  float r = extent * inner * 0.3;
  fill(random(256), random(256), random(256));
  quad(64, 64 - r, 64 + r, 64, 64, 64 + r, 64 - r, 64);
}
