// Cubic Bézier curves, filled and outlined, one with a loop.
size(120, 90);
background(255);
noFill();
bezier(10, 20, 40, -20, 80, 80, 110, 20);
strokeWeight(3);
stroke(180, 40, 40);
bezier(20, 80, 120, 20, 0, 20, 100, 80);
noStroke();
fill(60, 120, 220, 150);
bezier(10, 50, 10, 90, 60, 90, 60, 50);
