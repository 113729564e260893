// abs, min, max and constrain of whole and other numbers.
size(120, 90);
background(255);
noStroke();
for (int i = 0; i < 12; i++) {
  fill(200, 60, 60);
  rect(i * 10, 5, 8, abs(i - 6) * 3);
  fill(60, 160, 60);
  rect(i * 10, 30, 8, min(i, 12 - i, 4.5) * 4);
  fill(60, 60, 200);
  rect(i * 10, 55, 8, max(i, 7) * 1.2);
  fill(160, 120, 0);
  rect(i * 10, 72, 8, constrain(i, 3, 8) * 2);
}
fill(0);
rect(2, 50, abs(-7.5) * 4, 3);
rect(60, 50, max(1, 2, 3) / 2 * 10, min(2, 7) + 1);
