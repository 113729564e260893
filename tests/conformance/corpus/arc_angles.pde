// Negative angles, angles past a full turn, spans of a full turn and more, and empty spans.
size(150, 100);
background(255);
fill(240, 230, 140);
arc(25, 25, 40, 40, -HALF_PI, QUARTER_PI, PIE);
arc(75, 25, 40, 30, 7, 10, PIE);
arc(125, 25, 40, 40, 0, TWO_PI);
arc(25, 75, 40, 40, 1, 1 + 3 * PI);
arc(75, 75, 40, 40, 2, 1, PIE);
arc(75, 75, 40, 40, 2, 2, PIE);
arc(125, 75, 40, 40, -7, -4, CHORD);
