// % keeps the sign of its left side, for whole numbers and for others.
size(120, 70);
background(255);
noStroke();
for (int i = 0; i < 12; i++) {
  fill(i % 3 * 100, i % 2 * 200, 120);
  rect(i * 10, 5, 10, 5 + i % 4 * 8);
}
fill(0, 120, 160);
rect(50, 40, -7 % 4 * 10, 10);
rect(50, 52, 5.5 % 2 * 20, 10);
rect(110, 40, -5.5 % 2 * 20, 6);
