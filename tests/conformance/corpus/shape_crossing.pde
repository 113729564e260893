// A star that crosses itself is filled whole.
size(120, 110);
background(255);
fill(255, 200, 0);
strokeWeight(2);
beginShape();
for (int i = 0; i < 5; i++) {
  float a = i * 4 * PI / 5 - HALF_PI;
  vertex(60 + 48 * cos(a), 58 + 48 * sin(a));
}
endShape(CLOSE);
