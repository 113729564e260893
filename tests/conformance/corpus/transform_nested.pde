// Transforms within transforms, each undone by popMatrix.
size(120, 120);
background(255);
translate(60, 60);
for (int i = 0; i < 6; i++) {
  pushMatrix();
  rotate(i * PI / 3);
  translate(30, 0);
  fill(i * 40, 120, 200);
  rect(-10, -8, 20, 16);
  pushMatrix();
  translate(18, 0);
  rotate(QUARTER_PI);
  scale(0.5);
  rect(-8, -8, 16, 16);
  popMatrix();
  popMatrix();
}
ellipse(0, 0, 12, 12);
