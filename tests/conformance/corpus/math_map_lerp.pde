// map and lerp carry numbers from one range to another.
size(120, 80);
background(255);
noStroke();
for (int i = 0; i <= 10; i++) {
  fill(lerp(255, 0, i / 10.0), 80, map(i, 0, 10, 0, 255));
  rect(map(i, 0, 10, 5, 105), 10, 8, map(i, 0, 10, 40, 5));
  circle(lerp(10, 110, i * 0.1), lerp(75, 55, pow(i / 10.0, 2)), 6);
}
fill(0);
rect(map(-2, 0, 4, 40, 20), 50, map(3, 1, 2, 0, 10), 4);
