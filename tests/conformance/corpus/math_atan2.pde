// atan2 turns needles towards a point.
size(120, 90);
background(255);
stroke(40, 80, 160);
strokeWeight(2);
for (int y = 10; y < 90; y += 18) {
  for (int x = 10; x < 120; x += 18) {
    pushMatrix();
    translate(x, y);
    rotate(atan2(50 - y, 70 - x));
    line(0, 0, 12, 0);
    popMatrix();
  }
}
