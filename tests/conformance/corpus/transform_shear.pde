// Rotation between two unequal scales slants what is drawn.
size(120, 100);
background(255);
translate(60, 50);
rotate(0.6);
scale(1.6, 0.6);
rotate(-0.9);
fill(140, 200, 220);
strokeWeight(5);
rect(-22, -18, 44, 36);
noFill();
ellipse(0, 0, 24, 24);
bezier(-30, 30, -10, 50, 10, 0, 30, 30);
