// A cut-out figure before a sky and a ground: a coat, a head, big eyes, a hat.

void setup() {
  size(128, 128);
  background(random(120, 220), random(180, 240), random(225, 256));
  noStroke();
  fill(random(90, 250), random(150, 250), random(90, 250));
  float ground = random(88, 108);
  rect(0, ground, 128, 128 - ground);
  figure(random(48, 80), random(50, 60), random(40, 58));
}

void figure(float x, float y, float head) {
  float skin = random(1);
  float r = lerp(255, 120, skin);
  float g = lerp(219, 78, skin);
  float b = lerp(184, 48, skin);
  fill(random(40, 230), random(40, 230), random(40, 230));
  float w = head * random(0.75, 0.95);
  rect(x - w / 2, y + head * 0.35, w, head * 0.62, 10);
  stroke(0, 0, 0, 90);
  strokeWeight(1);
  line(x, y + head * 0.5, x, y + head * 0.95);
  noStroke();
  fill(30);
  rect(x - w * 0.45, y + head * 0.95, w * 0.9, 6, 3);
  fill(r, g, b);
  circle(x - w * 0.52, y + head * 0.75, 9);
  circle(x + w * 0.52, y + head * 0.75, 9);
  ellipse(x, y, head, head * 0.92);
  eyes(x, y, head * 0.3, random(-2, 2));
  mouth(x, y + head * 0.3, head * random(0.15, 0.3));
  hat(x, y, head);
}

void eyes(float x, float y, float extent, float look) {
  fill(255);
  ellipse(x - extent * 0.5, y, extent, extent * 1.15);
  ellipse(x + extent * 0.5, y, extent, extent * 1.15);
  fill(0);
  circle(x - extent * 0.4 + look, y, 3.5);
  circle(x + extent * 0.4 + look, y, 3.5);
}

void mouth(float x, float y, float w) {
  if (random(1) < 0.5) {
    fill(60, 20, 20);
    arc(x, y, w, w * 0.8, 0, PI, CHORD);
  } else {
    stroke(0);
    strokeWeight(2);
    line(x - w / 2, y, x + w / 2, y);
    noStroke();
  }
}

void hat(float x, float y, float head) {
  fill(random(20, 240), random(20, 240), random(20, 240));
  float kind = random(1);
  if (kind < 0.75) {
    arc(x, y - head * 0.14, head * 1.02, head * 0.82, PI, TWO_PI, CHORD);
    fill(random(20, 250), random(20, 250), random(20, 250));
    if (kind < 0.4) {
      rect(x - head * 0.52, y - head * 0.2, head * 1.04, 5, 2);
      circle(x, y - head * 0.55, 10);
    } else {
      rect(x - head * 0.1, y - head * 0.2, head * 0.75, 5, 2);
    }
  } else {
    rect(x - head * 0.3, y - head * 0.85, head * 0.6, head * 0.5);
    rect(x - head * 0.5, y - head * 0.4, head, 5);
  }
}
