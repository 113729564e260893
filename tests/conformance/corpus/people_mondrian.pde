// Rectangles in the manner of Mondrian.
size(140, 140);
background(245, 243, 236);
stroke(15);
strokeWeight(6);
strokeCap(SQUARE);
fill(#D8232A);
rect(-5, -5, 60, 70);
fill(#F7D117);
rect(95, 100, 60, 60);
fill(#14489B);
rect(-5, 100, 60, 60);
noFill();
rect(55, -5, 100, 70);
rect(55, 65, 40, 90);
line(0, 100, 140, 100);
line(118, 65, 118, 100);
