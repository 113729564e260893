// Layers of alpha over one another and over outlines.
size(110, 90);
background(255);
strokeWeight(6);
stroke(0, 0, 0, 120);
fill(255, 0, 0, 120);
ellipse(40, 40, 50, 50);
fill(0, 255, 0, 120);
ellipse(66, 40, 50, 50);
fill(0, 0, 255, 120);
rect(35, 45, 40, 35);
