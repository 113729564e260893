// A snowflake of six branching arms.
size(140, 140);
background(30, 60, 120);
stroke(240, 250, 255);
translate(70, 70);
for (int i = 0; i < 6; i++) {
  arm(30);
  rotate(PI / 3);
}
void arm(float len) {
  strokeWeight(len / 12 + 0.5);
  line(0, 0, len, 0);
  if (len < 10) {
    return;
  }
  pushMatrix();
  translate(len, 0);
  arm(len * 0.55);
  rotate(PI / 3);
  arm(len * 0.4);
  rotate(-2 * PI / 3);
  arm(len * 0.4);
  popMatrix();
}
