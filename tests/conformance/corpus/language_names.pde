// Variables and functions named like words of other languages and libraries.
float top = 8;
int let = 30;
float in = 20;
color end = color(200, 120, 0);
void setup() {
  size(110, 60);
  background(255);
  int def = 3;
  float lambda = 12.5;
  float yield = 6;
  int function = 4;
  fill(end);
  rect(top, top, let, in);
  ellipse(lambda * def + 20, 30, yield * function, 20);
  print2(def);
  text(70, 10);
}
void print2(int with) {
  fill(60, 120, with * 60);
  rect(85, 35, 20, with * 6);
}
void text(float x, float y) {
  fill(0, 160, 90);
  rect(x, y, 30, 12);
}
