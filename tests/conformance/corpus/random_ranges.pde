// random() with negative, empty and turned ranges, as whole positions by floor().
size(120, 90);
background(255);
randomSeed(2024);
noStroke();
for (int i = 0; i < 30; i++) {
  int column = floor(random(12));
  int row = floor(random(-4, 5)) + 4;
  fill(column * 20, row * 25, 120);
  rect(column * 10, row * 10, 9, 9);
}
fill(0);
rect(random(5, 5), random(9, 3) + 75, 10 + random(0), 5);
rect(60 + random(-20), 80, 10, 8);
