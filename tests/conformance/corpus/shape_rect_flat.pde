// The outline of a rectangle without width or height is a line.
size(100, 50);
background(255);
strokeWeight(4);
rect(10, 10, 30, 0);
rect(60, 10, 0, 30);
strokeJoin(ROUND);
stroke(200, 0, 0);
rect(10, 30, 30, 0);
rect(80, 10, 0, 30);
