size(128, 128);
background(255);
noFill();
stroke(30, 60, 200);
strokeWeight(4);
circle(50, 50, 56);
circle(78, 50, 56);
circle(64, 78, 56);
