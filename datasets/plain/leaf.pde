size(128, 128);
background(255);
noStroke();
fill(60, 150, 40);
beginShape();
vertex(20, 100);
bezierVertex(20, 40, 60, 20, 110, 20);
bezierVertex(110, 70, 80, 110, 20, 100);
endShape();
