// A rainbow of arcs between two clouds.
size(160, 100);
background(170, 215, 250);
noFill();
strokeWeight(6);
strokeCap(SQUARE);
stroke(228, 3, 3);
arc(80, 85, 130, 130, PI, TWO_PI);
stroke(255, 140, 0);
arc(80, 85, 118, 118, PI, TWO_PI);
stroke(255, 237, 0);
arc(80, 85, 106, 106, PI, TWO_PI);
stroke(0, 128, 38);
arc(80, 85, 94, 94, PI, TWO_PI);
stroke(36, 64, 142);
arc(80, 85, 82, 82, PI, TWO_PI);
noStroke();
fill(255);
for (int side = 0; side < 2; side++) {
  float x = 24 + side * 112;
  ellipse(x, 84, 40, 20);
  circle(x - 8, 76, 20);
  circle(x + 8, 74, 24);
}
