// Loops that count up, down, by steps and by factors, within each other and without a body.
size(120, 110);
background(255);
noStroke();
for (int y = 0; y < 5; y++) {
  for (int x = y; x < 8; x++) {
    fill(x * 30, y * 50, 120);
    rect(x * 10, y * 10, 9, 9);
  }
}
for (int i = 10; i > 0; i -= 3) {
  fill(i * 20, 60, 60);
  rect(i * 10, 60, 8, 15);
}
for (float w = 1; w < 80; w *= 1.7) {
  fill(0, 80, 160, 90);
  rect(5, 82, w, 10);
}
int last = 0;
for (int i = 0; i < 40; i += 7) last = i;
fill(0);
rect(last * 2, 98, 20, 8);
