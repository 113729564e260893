size(150, 150);
background(20, 24, 40);
noStroke();
fill(255, 200, 60);
ellipse(75, 80, 110, 60);
fill(255, 80);
triangle(20, 130, 75, 10, 130, 130);
triangle(60, 130, 100, 40, 140, 130);
