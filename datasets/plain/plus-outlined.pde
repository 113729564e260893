size(128, 128);
background(255);
fill(200, 30, 30);
rect(50, 20, 28, 88);
rect(20, 50, 88, 28);
