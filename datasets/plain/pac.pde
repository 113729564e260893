size(128, 128);
background(255);
fill(240, 220, 40);
arc(64, 64, 90, 90, QUARTER_PI, PI + HALF_PI + QUARTER_PI, PIE);
