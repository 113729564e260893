// Target rings.
size(120, 120);
background(255);
noStroke();
for (int d = 110; d > 0; d -= 20) {
  if (d / 20 % 2 == 1) {
    fill(200, 30, 30);
  } else {
    fill(255);
  }
  ellipse(60, 60, d, d);
}
stroke(0);
line(60, 0, 60, 120);
line(0, 60, 120, 60);
