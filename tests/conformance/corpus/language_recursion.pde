// A tree whose branches are trees: a function that calls itself under a transform.
size(140, 120);
background(245);
stroke(90, 60, 30);
translate(70, 118);
branch(34);
void branch(float len) {
  strokeWeight(len / 6);
  line(0, 0, 0, -len);
  if (len > 7) {
    pushMatrix();
    translate(0, -len);
    rotate(0.45);
    branch(len * 0.72);
    popMatrix();
    pushMatrix();
    translate(0, -len);
    rotate(-0.6);
    branch(len * 0.66);
    popMatrix();
  }
}
