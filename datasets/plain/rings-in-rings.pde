size(128, 128);
background(255);
noFill();
stroke(200, 30, 30);
strokeWeight(6);
circle(64, 64, 20);
circle(64, 64, 50);
circle(64, 64, 80);
circle(64, 64, 110);
