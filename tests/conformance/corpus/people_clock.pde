// A clock that shows ten past ten.
int hour = 10;
int minute = 10;
void setup() {
  size(130, 130);
  background(235);
  translate(width / 2, height / 2);
  strokeWeight(4);
  fill(255);
  ellipse(0, 0, 116, 116);
  for (int i = 0; i < 60; i++) {
    pushMatrix();
    rotate(radians(i * 6));
    if (i % 5 == 0) {
      strokeWeight(3);
      line(0, -54, 0, -44);
    } else {
      strokeWeight(1);
      line(0, -54, 0, -50);
    }
    popMatrix();
  }
  hand((hour % 12 + minute / 60.0) * 30, 28, 6);
  hand(minute * 6, 42, 3);
  fill(200, 0, 0);
  noStroke();
  circle(0, 0, 9);
}
void hand(float turn, float len, float w) {
  pushMatrix();
  rotate(radians(turn));
  strokeWeight(w);
  line(0, 6, 0, -len);
  popMatrix();
}
