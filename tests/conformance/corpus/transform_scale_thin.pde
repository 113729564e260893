// Strokes shrink and grow with the coordinate system, points too.
size(110, 80);
background(255);
pushMatrix();
scale(4);
strokeWeight(0.5);
line(2, 2, 12, 6);
point(3, 8);
strokeWeight(2);
point(8, 10);
popMatrix();
scale(0.5, 0.5);
strokeWeight(8);
line(120, 20, 200, 140);
point(200, 40);
