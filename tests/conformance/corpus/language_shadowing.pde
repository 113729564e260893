// Parameters and locals hide globals of the same name.
float size1 = 30;
int n = 3;
void setup() {
  size(120, 70);
  background(255);
  float size1 = 12;
  rect(5, 5, size1, size1);
  big();
  shadow(20);
  for (int n = 0; n < 2; n++) {
    rect(85 + n * 15, 5, 10, 10);
  }
  rect(5, 50, n * 20, 10);
}
void big() {
  rect(25, 5, size1, size1);
}
void shadow(float size1) {
  int n = 7;
  rect(60, 5, size1, n);
}
