// A stretched coordinate system stretches outlines as well.
size(120, 90);
background(255);
pushMatrix();
translate(35, 45);
scale(2, 0.7);
strokeWeight(4);
fill(250, 220, 180);
circle(0, 0, 26);
popMatrix();
translate(90, 45);
rotate(0.5);
scale(0.6, 1.8);
rect(-15, -12, 30, 24);
