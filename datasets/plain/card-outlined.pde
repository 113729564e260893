size(128, 128);
background(255);
fill(240, 200, 40);
rect(20, 30, 90, 60, 14);
