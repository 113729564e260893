// Points of several weights: discs in the colour of the stroke.
size(100, 60);
background(255);
fill(255, 0, 0);
stroke(20, 60, 120);
strokeWeight(1);
point(10.5, 10.5);
strokeWeight(4);
point(25, 12);
strokeWeight(10);
point(45, 20);
stroke(200, 40, 90, 120);
strokeWeight(24);
point(75, 30);
point(88, 38);
