size(128, 128);
background(255);
noFill();
strokeWeight(5);
rect(20, 20, 60, 60);
rect(50, 50, 60, 60);
