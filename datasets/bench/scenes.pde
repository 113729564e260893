// Plain shapes in colours far apart, at whole numbers, over one another and over the picture's edge.
// The first number drawn says how they are outlined: not at all, by Processing's own thin black
// line, all by one thick line, or each by its own.

int tone;

void setup() {
  size(128, 128);
  tone = floor(random(24));
  background(nextTone());
  int outline = floor(random(4));
  if (outline == 0) {
    noStroke();
  }
  if (outline == 2) {
    stroke(nextTone());
    strokeWeight(floor(random(2, 7)));
  }
  int shapes = 1 + floor(random(6));
  for (int i = 0; i < shapes; i++) {
    if (outline == 3) {
      stroke(nextTone());
      strokeWeight(floor(random(1, 6)));
    }
    fill(nextTone());
    shape(floor(random(6)), floor(random(10, 119)), floor(random(10, 119)));
  }
}

// No tone comes twice: a step of 7 meets each of the 24 before it meets one again.
color nextTone() {
  tone = (tone + 7) % 24;
  return color(20 + 105 * (tone % 3), 25 + 205 * ((tone / 3) % 2), 15 + 75 * (tone / 6));
}

void shape(int kind, int x, int y) {
  int w = floor(random(16, 70));
  int h = floor(random(16, 70));
  if (kind == 0) {
    circle(x, y, w);
  }
  if (kind == 1) {
    ellipse(x, y, w, h);
  }
  if (kind == 2) {
    square(x - w / 2, y - w / 2, w);
  }
  if (kind == 3) {
    rect(x - w / 2, y - h / 2, w, h);
  }
  if (kind == 4) {
    triangle(x, y - h, x + w, y + h / 2, x - w, y + floor(random(8, 30)));
  }
  if (kind == 5) {
    quad(x - w / 2, y - h / 3, x + w / 3, y - h / 2, x + w / 2, y + h / 3, x - w / 3, y + h / 2);
  }
}
