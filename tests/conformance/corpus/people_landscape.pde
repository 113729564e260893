// Hills under an evening sky painted line by line.
size(160, 110);
for (int y = 0; y < 70; y++) {
  stroke(lerp(40, 250, y / 70.0), lerp(40, 160, y / 70.0), lerp(110, 90, y / 70.0));
  line(0, y, 160, y);
}
noStroke();
fill(255, 240, 200);
ellipse(110, 55, 30, 30);
fill(70, 60, 110);
beginShape();
vertex(0, 110);
vertex(0, 70);
bezierVertex(30, 40, 60, 40, 80, 66);
bezierVertex(100, 85, 130, 60, 160, 50);
vertex(160, 110);
endShape(CLOSE);
fill(40, 80, 70);
beginShape();
vertex(0, 110);
vertex(0, 90);
quadraticVertex(50, 70, 90, 90);
quadraticVertex(130, 110, 160, 84);
vertex(160, 110);
endShape(CLOSE);
