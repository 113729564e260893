size(128, 128);
background(255);
noFill();
strokeWeight(4);
circle(64, 64, 116);
strokeWeight(3);
line(64, 64, 64, 30);
line(64, 64, 86, 76);
translate(64, 64);
for (int i = 0; i < 12; i++) {
  line(44, 0, 51, 0);
  rotate(PI / 6);
}
