// The same arc without a mode and with OPEN, CHORD and PIE, filled and outlined.
size(140, 110);
background(255);
fill(255, 200, 80);
strokeWeight(2);
arc(35, 28, 50, 50, 0.3, 3.9);
arc(105, 28, 50, 50, 0.3, 3.9, OPEN);
arc(35, 82, 50, 50, 0.3, 3.9, CHORD);
arc(105, 82, 50, 50, 0.3, 3.9, PIE);
