// Miters of ever sharper corners: past ten widths the corner is cut.
size(150, 120);
background(255);
noFill();
strokeWeight(5);
for (int i = 0; i < 7; i++) {
  float x = 12 + i * 20;
  float spread = 8 - i * 1.15;
  beginShape();
  vertex(x - spread, 112);
  vertex(x, 64);
  vertex(x + spread, 112);
  endShape();
}
