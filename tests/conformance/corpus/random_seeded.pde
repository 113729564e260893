// Circles strewn by random() from a seed.
size(130, 100);
background(255);
randomSeed(7);
noStroke();
for (int i = 0; i < 40; i++) {
  fill(random(255), random(100, 200), random(255), 150);
  circle(random(width), random(height), random(4, 24));
}
