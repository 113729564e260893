size(200, 180);
background(255);
noStroke();
fill(230, 60, 60, 128);
circle(75, 70, 90);
fill(60, 160, 70, 128);
circle(125, 70, 90);
fill(60, 90, 220, 128);
circle(100, 115, 90);
