size(128, 128);
background(255);
noStroke();
fill(255, 0, 0, 128);
circle(50, 64, 60);
fill(0, 0, 255, 128);
circle(80, 64, 60);
