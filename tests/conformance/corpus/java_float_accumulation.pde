// A sum of tenths in 32-bit numbers: how often the loop turns depends on it.
size(130, 60);
background(255);
noStroke();
int turns = 0;
for (float t = 0; t < 1; t += 0.1) {
  fill(turns * 20, 80, 160);
  rect(turns * 10, 5, 8, 20);
  turns++;
}
float sum = 0;
for (int i = 0; i < 3000; i++) {
  sum += 0.013;
}
fill(200, 90, 0);
rect(5, 35, sum * 2, 15);
