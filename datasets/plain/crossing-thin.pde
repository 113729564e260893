size(160, 160);
background(20, 30, 60);
noFill();
stroke(180);
ellipse(80, 60, 100, 60);
rect(30, 70, 100, 60);
triangle(20, 150, 80, 20, 140, 150);
