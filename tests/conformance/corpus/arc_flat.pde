// Arcs of ellipses: angles are the ellipse's own, so a flat one keeps quarters as quarters.
size(140, 100);
background(255);
fill(120, 190, 240);
arc(40, 30, 70, 24, 0, 2.2);
arc(110, 50, 24, 80, 3.5, 5.9, PIE);
noStroke();
fill(240, 120, 60);
arc(40, 75, 70, 36, QUARTER_PI, PI, CHORD);
fill(60, 120, 60);
arc(40, 75, 70, 36, PI + 0.4, TWO_PI - 0.2, OPEN);
