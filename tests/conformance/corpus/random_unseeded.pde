// Without a seed random() still gives one picture.
size(100, 80);
background(255);
strokeWeight(2);
for (int i = 0; i < 20; i++) {
  stroke(random(200), 60, 120);
  line(random(100), random(80), random(100), random(80));
}
