size(128, 128);
background(255);
noFill();
strokeWeight(6);
circle(50, 64, 60);
circle(80, 64, 60);
