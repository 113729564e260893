// Quadratic edges, open and closed.
size(130, 90);
background(255);
fill(240, 180, 200);
beginShape();
vertex(10, 50);
quadraticVertex(30, 0, 50, 50);
quadraticVertex(30, 40, 10, 50);
endShape(CLOSE);
noFill();
strokeWeight(3);
beginShape();
vertex(65, 70);
quadraticVertex(80, 10, 95, 45);
quadraticVertex(110, 80, 122, 20);
endShape();
