size(16, 16);
background(20, 40, 80);
noStroke();
fill(255, 220, 0);
rect(3, 3, 2, 2);
rect(11, 3, 2, 2);
rect(4, 10, 8, 2);
