// Shapes that lie partly or wholly outside the canvas.
size(90, 70);
background(255);
fill(200, 220, 120);
strokeWeight(4);
ellipse(0, 0, 60, 60);
rect(70, 50, 100, 100);
triangle(-50, 80, 45, 20, 140, 90);
line(-1000, 35, 1000, 36);
rect(200, 200, 10, 10);
circle(-500, 35, 1060);
noFill();
stroke(200, 0, 0);
bezier(-200, 0, 90, 0, 0, 70, 290, 70);
