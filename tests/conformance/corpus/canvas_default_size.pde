// Without size() the canvas is 100 by 100.
background(240);
fill(200, 60, 40);
rect(width / 4, height / 4, width / 2, height / 2);
