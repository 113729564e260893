// A leaf and a wave of bezierVertex.
size(130, 90);
background(255);
fill(120, 200, 80);
beginShape();
vertex(20, 70);
bezierVertex(20, 20, 50, 10, 60, 10);
bezierVertex(60, 40, 50, 70, 20, 70);
endShape();
noFill();
strokeWeight(3);
stroke(0, 80, 160);
beginShape();
vertex(70, 50);
bezierVertex(80, 10, 90, 90, 100, 50);
bezierVertex(105, 30, 115, 30, 120, 50);
endShape();
