size(128, 128);
background(255);
noStroke();
fill(250, 220, 120);
rect(20, 20, 90, 90);
stroke(0);
line(20, 50, 110, 50);
line(20, 80, 110, 80);
line(64, 20, 64, 110);
