// return in the middle of a function and of its loops.
size(110, 60);
background(255);
noStroke();
for (int i = 0; i < 10; i++) {
  fill(first(i * 3) * 20, 80, 120);
  bar(i);
}
int first(int n) {
  for (int d = 2; d < 12; d++) {
    if (n % d == 0) {
      return d;
    }
  }
  return 12;
}
void bar(int i) {
  if (i == 4) {
    return;
  }
  while (i > 6) {
    rect(i * 10 + 5, 40, 8, 15);
    return;
  }
  rect(i * 10 + 5, 5, 8, 30);
}
