size(16, 16);
background(255);
noStroke();
fill(200, 0, 0);
circle(8, 8, 12);
fill(0);
rect(7, 2, 2, 3);
