// Chains of else if.
size(120, 50);
background(255);
noStroke();
for (int i = 0; i < 6; i++) {
  if (i < 1) {
    fill(255, 0, 0);
  } else if (i < 2) {
    fill(255, 160, 0);
  } else if (i < 3) {
    fill(230, 230, 0);
  } else if (i >= 5) {
    fill(80, 0, 160);
  } else {
    fill(0, 160, 60);
  }
  ellipse(10 + i * 20, 25, 16, 30);
}
