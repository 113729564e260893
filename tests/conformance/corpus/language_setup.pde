// An active sketch: globals, setup() and functions that use and change the globals.
int count = 0;
float gap = 18;
color ink = color(40, 60, 140);

void setup() {
  size(120, 60);
  background(250);
  noStroke();
  mark(20);
  mark(30);
  gap = 25;
  mark(20);
  mark(10);
}

void mark(float tall) {
  count++;
  fill(ink, 60 * count);
  rect(count * gap - 10, 10, 14, tall);
}
