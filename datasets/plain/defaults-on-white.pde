size(200, 200);
background(255);
rect(40, 40, 60, 80);
ellipse(120, 120, 80, 50);
line(10, 190, 190, 10);
