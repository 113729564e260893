// Ellipses with negative extents, and given by two corners the wrong way round.
size(100, 70);
background(255);
noStroke();
fill(90, 60, 160);
ellipse(30, 30, -40, 20);
ellipseMode(CORNER);
fill(60, 160, 90);
ellipse(95, 40, -40, -30);
ellipseMode(CORNERS);
fill(200, 100, 40);
ellipse(90, 65, 50, 45);
