// arc() follows ellipseMode.
size(140, 110);
background(255);
fill(200, 160, 230);
arc(30, 30, 50, 40, 0, 4, PIE);
ellipseMode(RADIUS);
arc(105, 30, 30, 20, 0, 4, PIE);
ellipseMode(CORNER);
arc(5, 60, 50, 40, 0, 4, PIE);
ellipseMode(CORNERS);
arc(75, 60, 135, 100, 0, 4, PIE);
