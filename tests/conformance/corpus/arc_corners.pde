// Arcs between two corners: stretched angles, corners the wrong way round, whole turns.
size(140, 100);
background(255);
strokeWeight(3);
fill(200, 160, 230);
ellipseMode(CORNERS);
arc(10, 10, 60, 40, 0.5, 4, PIE);
arc(80, 5, 130, 45, 0, TWO_PI);
arc(60, 60, 20, 90, 0, 3);
arc(10, 55, 100, 90, -2, 2.5, CHORD);
ellipseMode(CENTER);
arc(115, 75, 40, 30, 1, 4);
