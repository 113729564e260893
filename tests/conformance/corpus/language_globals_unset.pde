// Globals without a value start at zero, false and black.
int i;
float f;
boolean b;
color c;
void setup() {
  size(80, 60);
  background(255);
  if (!b) {
    rect(i + 10, f + 10, 20, 20);
  }
  i += 40;
  f -= 0.5;
  c = color(200, 100, 0);
  fill(c);
  rect(i, f + 30, 20, 20);
}
