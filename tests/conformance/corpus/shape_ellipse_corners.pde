// Ellipses and circles of variable size and sign, from a corner and between two.
size(140, 100);
background(255);
noStroke();
fill(60, 160, 90);
int d = -30;
ellipseMode(CORNER);
circle(40, 40, d);
ellipse(50, 10, 20, -d);
ellipse(90, 40, d / 2, d);
ellipseMode(RADIUS);
ellipse(115, 25, d / 2, 10);
ellipseMode(CORNERS);
fill(200, 100, 40);
for (int i = 0; i < 3; i++) {
  ellipse(40 + i * 40, 90, 12 + i * 40, 55 + i * 5);
}
ellipse(20, 20, d + 25, d + 20);
