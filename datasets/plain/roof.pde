size(128, 128);
background(255);
strokeWeight(4);
stroke(0);
line(20, 100, 64, 20);
line(64, 20, 108, 100);
