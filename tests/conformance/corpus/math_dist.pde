// dist, radians and degrees.
size(120, 90);
background(255);
noStroke();
for (int y = 7; y < 90; y += 15) {
  for (int x = 7; x < 120; x += 15) {
    float d = dist(x, y, 50, 40);
    fill(d * 3, 120, 200 - d * 2);
    circle(x, y, 3 + d / 8);
  }
}
stroke(0);
strokeWeight(3);
translate(60, 45);
rotate(radians(30));
line(0, 0, degrees(0.6), 0);
