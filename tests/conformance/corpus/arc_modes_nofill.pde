// Outlines of arcs without fill in every mode.
size(140, 110);
background(255);
noFill();
stroke(40, 60, 160);
strokeWeight(3);
arc(35, 28, 50, 40, PI, TWO_PI + HALF_PI);
arc(105, 28, 50, 40, PI, TWO_PI + HALF_PI, OPEN);
arc(35, 82, 50, 40, PI, TWO_PI + HALF_PI, CHORD);
arc(105, 82, 50, 40, PI, TWO_PI + HALF_PI, PIE);
