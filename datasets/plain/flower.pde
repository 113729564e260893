size(200, 200);
background(255);
noStroke();
fill(240, 80, 120);
translate(100, 100);
for (int i = 0; i < 8; i++) {
  circle(50, 0, 40);
  rotate(QUARTER_PI);
}
fill(250, 210, 40);
circle(0, 0, 60);
