// Comparison and logic, with && and || cut short.
size(120, 60);
background(255);
noStroke();
boolean odd = false;
for (int i = 0; i < 12; i++) {
  if (i > 2 && i <= 8 || i == 11) {
    fill(200, 60, 60);
  } else {
    fill(200);
  }
  rect(i * 10, 5, 9, 15);
  if (odd && !(i == 5)) fill(60, 60, 200);
  else fill(230, 230, 120);
  rect(i * 10, 22, 9, 15);
  odd = !odd;
  boolean safe = i == 0 || 12 / i > 2;
  if (safe != false) {
    fill(0, 140, 60);
    rect(i * 10, 40, 9, 15);
  }
}
