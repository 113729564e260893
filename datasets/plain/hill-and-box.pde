size(128, 128);
background(255);
fill(240, 200, 40);
arc(64, 64, 90, 90, PI, TWO_PI, CHORD);
fill(90, 170, 220);
rect(30, 80, 60, 30);
