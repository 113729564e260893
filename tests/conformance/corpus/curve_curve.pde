// Catmull-Rom curves from the second point to the third.
size(120, 80);
background(255);
noFill();
strokeWeight(2);
curve(5, 70, 20, 20, 60, 20, 90, 75);
curve(20, 20, 60, 20, 90, 75, 115, 10);
stroke(200, 0, 0);
fill(255, 220, 200);
curve(0, 150, 70, 60, 110, 60, 120, 150);
