size(200, 140);
noStroke();
for (int y = 0; y < height; y++) {
  fill(map(y, 0, height, 90, 240), map(y, 0, height, 160, 240), 240);
  rect(0, y, width, 2);
}
fill(40, 90, 140);
rect(0, 100, 200, 40);
fill(150, 50, 40);
quad(60, 92, 140, 92, 125, 112, 75, 112);
fill(255);
triangle(98, 30, 98, 88, 60, 88);
triangle(104, 42, 104, 88, 132, 88);
