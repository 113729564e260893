size(128, 128);
background(255);
fill(60);
rect(34, 10, 60, 108, 10);
fill(150, 210, 240);
rect(40, 24, 48, 76);
fill(230);
circle(64, 109, 10);
