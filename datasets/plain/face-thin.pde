size(200, 200);
background(255);
circle(100, 100, 160);
circle(70, 80, 30);
circle(130, 80, 30);
triangle(100, 95, 90, 120, 110, 120);
arc(100, 130, 80, 40, 0, PI);
