size(200, 120);
background(250);
noStroke();
for (int x = 20; x < 179; x++) {
  fill(map(x, 20, 180, 230, 60), map(x, 20, 180, 60, 60), map(x, 20, 180, 90, 200));
  rect(x, 40, 2, 40);
}
