// Rounded rectangles: one radius, four radii, and radii too big for the sides.
size(140, 110);
background(255);
fill(250, 220, 120);
rect(8, 8, 50, 40, 8);
fill(120, 220, 250);
rect(70, 8, 60, 40, 2, 8, 14, 20);
noStroke();
fill(220, 120, 160);
rect(8, 60, 50, 40, 100);
rectMode(CENTER);
stroke(0);
strokeWeight(3);
noFill();
rect(100, 80, 60, 40, 12);
