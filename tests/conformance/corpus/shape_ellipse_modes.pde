// ellipse() and circle() in each of the four modes.
size(120, 120);
background(255);
noStroke();
fill(230, 60, 60);
ellipse(30, 20, 50, 30);
circle(90, 20, 30);
ellipseMode(RADIUS);
fill(60, 160, 60);
ellipse(30, 60, 20, 12);
circle(90, 60, 14);
ellipseMode(CORNER);
fill(60, 60, 200);
ellipse(5, 80, 50, 30);
circle(60, 82, 26);
ellipseMode(CORNERS);
fill(200, 160, 0);
ellipse(90, 80, 115, 115);
