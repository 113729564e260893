// Fills of arcs without outline in every mode.
size(140, 110);
background(255);
noStroke();
fill(160, 60, 40);
arc(35, 28, 50, 50, QUARTER_PI, 5);
arc(105, 28, 50, 50, QUARTER_PI, 5, OPEN);
arc(35, 82, 50, 50, QUARTER_PI, 5, CHORD);
arc(105, 82, 50, 50, QUARTER_PI, 5, PIE);
