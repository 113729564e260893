// while loops, one of which never turns.
size(110, 60);
background(255);
float x = 2;
float w = 1;
fill(120, 180, 90);
while (x < 100) {
  rect(x, 10, w, 30);
  x += w + 2;
  w = w * 1.4;
}
while (x < 0) {
  rect(0, 0, 110, 60);
}
