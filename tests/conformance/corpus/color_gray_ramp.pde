// A ramp of grays and of alphas.
size(128, 60);
background(255);
noStroke();
for (int i = 0; i < 16; i++) {
  fill(i * 17);
  rect(i * 8, 0, 8, 30);
  fill(180, 0, 90, i * 17);
  rect(i * 8, 30, 8, 30);
}
