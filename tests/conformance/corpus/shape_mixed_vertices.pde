// Straight, cubic and quadratic edges in one shape.
size(120, 100);
background(255);
fill(180, 220, 180);
strokeWeight(2);
beginShape();
vertex(15, 85);
vertex(15, 40);
bezierVertex(15, 5, 60, 5, 60, 40);
quadraticVertex(85, 10, 105, 40);
vertex(105, 70);
quadraticVertex(100, 85, 80, 85);
vertex(60, 70);
endShape(CLOSE);
