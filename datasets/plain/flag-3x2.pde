size(3, 2);
background(255);
noStroke();
fill(200, 0, 0);
rect(0, 0, 1, 2);
