// The same seed again gives the same numbers again; other seeds give others.
size(120, 90);
background(255);
noStroke();
for (int row = 0; row < 4; row++) {
  if (row < 2) {
    randomSeed(123456);
  } else {
    randomSeed(-row);
  }
  for (int i = 0; i < 10; i++) {
    fill(row * 60, 80, 200 - row * 40);
    rect(i * 12, row * 22, random(12), random(5, 20));
  }
}
