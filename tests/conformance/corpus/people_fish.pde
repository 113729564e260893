// Fish of several sizes, some swimming the other way.
size(160, 110);
background(60, 140, 190);
fish(45, 35, 1.0, color(255, 140, 40));
fish(115, 60, -1.3, color(240, 220, 80));
fish(50, 85, 0.7, color(220, 90, 130));
noFill();
stroke(255, 150);
for (int i = 0; i < 5; i++) {
  ellipse(78 + i % 2 * 6, 20 + i * 9, 4 + i, 4 + i);
}
void fish(float x, float y, float s, color c) {
  pushMatrix();
  translate(x, y);
  scale(s, abs(s));
  noStroke();
  fill(c);
  ellipse(0, 0, 50, 26);
  triangle(-20, 0, -38, -14, -38, 14);
  fill(c, 150);
  triangle(-6, -11, 8, -12, -8, -22);
  fill(255);
  ellipse(14, -3, 9, 9);
  fill(0);
  ellipse(16, -3, 4, 4);
  stroke(0, 120);
  strokeWeight(1.5);
  noFill();
  arc(4, 0, 14, 18, -1, 1);
  popMatrix();
}
