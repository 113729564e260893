// Edges that fall between pixels.
size(80, 60);
background(255);
noStroke();
fill(0);
rect(5.25, 5.5, 20.5, 15.25);
rect(35.1, 5.9, 0.4, 30);
rect(45, 10.3, 30, 0.5);
fill(180, 0, 0);
ellipse(20.3, 42.7, 25.5, 20.25);
triangle(40.2, 55.7, 60.6, 30.1, 75.9, 52.4);
