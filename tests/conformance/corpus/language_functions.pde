// Functions that draw and functions that return, with loose statements beside them.
size(120, 80);
background(255);
float half(float v) {
  return v / 2;
}
int twice(int n) {
  return n * 2;
}
color warm(int i) {
  return color(255, i * 40, 60);
}
boolean even(int i) {
  return i % 2 == 0;
}
void box(float x, float y, float extent) {
  rect(x - half(extent), y - half(extent), extent, extent);
}
for (int i = 0; i < 5; i++) {
  fill(warm(i));
  if (even(i)) {
    box(15 + i * 22, 25, 16);
  } else {
    box(15 + i * 22, 55, half(twice(12)));
  }
}
