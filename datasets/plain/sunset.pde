size(200, 150);
noStroke();
for (int y = 0; y < height; y++) {
  fill(map(y, 0, height, 30, 255), map(y, 0, height, 20, 140), map(y, 0, height, 80, 60));
  rect(0, y, width, 2);
}
fill(255, 240, 200);
circle(140, 80, 40);
fill(20, 10, 30);
beginShape();
vertex(0, 150);
vertex(0, 112);
vertex(62, 95);
vertex(130, 125);
vertex(200, 105);
vertex(200, 150);
endShape(CLOSE);
