size(100, 100);
background(255);
fill(255, 200, 0);
strokeWeight(4);
rect(20, 20, 60, 40);
noFill();
circle(50, 70, 40);
