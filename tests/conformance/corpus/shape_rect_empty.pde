// Rectangles and ellipses without width or height fill nothing.
size(100, 60);
background(255);
noStroke();
fill(255, 0, 0);
rect(10, 10, 30, 0);
rect(60, 10, 0, 30);
ellipse(25, 40, 30, 0);
ellipse(80, 50, 0, 10);
fill(0, 120, 60);
rect(10, 20, 30, 1);
