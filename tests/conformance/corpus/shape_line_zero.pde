// A line without length draws nothing.
size(60, 40);
background(255);
strokeWeight(6);
line(20, 20, 20, 20);
stroke(200, 0, 0);
line(40, 10, 40, 30);
