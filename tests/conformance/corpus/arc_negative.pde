// An arc of negative width or height draws nothing.
size(80, 60);
background(255);
arc(40, 30, -40, 40, 0, 3);
arc(40, 30, 40, -20, 0, 3, PIE);
fill(0, 120, 200);
arc(20, 40, 20, 20, 0, 3);
