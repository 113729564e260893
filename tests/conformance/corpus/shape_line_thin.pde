// Lines thinner than a pixel get fainter, not narrower.
size(100, 60);
background(255);
strokeWeight(0.25);
line(5, 10.5, 95, 10.5);
strokeWeight(0.5);
line(5, 20, 95, 24);
strokeWeight(0.75);
line(5, 40, 95, 31);
strokeWeight(1);
line(5, 45, 95, 55);
