size(200, 200);
background(255);
noFill();
strokeWeight(2);
arc(100, 100, 160, 160, PI, TWO_PI);
arc(100, 100, 110, 110, PI, TWO_PI);
arc(100, 100, 60, 60, PI, TWO_PI);
line(10, 110, 190, 110);
