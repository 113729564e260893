// The three joins on open and closed corners.
size(150, 100);
background(255);
noFill();
strokeWeight(10);
strokeJoin(MITER);
triangle(15, 40, 28, 14, 40, 40);
beginShape();
vertex(12, 88);
vertex(28, 64);
vertex(40, 88);
endShape();
strokeJoin(BEVEL);
triangle(62, 40, 76, 14, 90, 40);
rect(64, 66, 22, 18);
strokeJoin(ROUND);
triangle(110, 40, 124, 14, 138, 40);
rect(112, 66, 22, 18);
