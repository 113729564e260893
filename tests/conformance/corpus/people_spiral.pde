// A spiral of dots that grow.
size(140, 140);
background(255);
noStroke();
float angle = 0;
float radius = 2;
while (radius < 62) {
  fill(radius * 4, 80, 255 - radius * 3);
  circle(70 + radius * cos(angle), 70 + radius * sin(angle), 2 + radius / 8);
  angle += 0.4;
  radius += 0.6;
}
