// The three line caps, straight and slanted.
size(120, 100);
background(255);
strokeWeight(12);
strokeCap(ROUND);
line(20, 15, 60, 15);
line(80, 10, 105, 25);
strokeCap(SQUARE);
line(20, 45, 60, 45);
line(80, 40, 105, 55);
strokeCap(PROJECT);
line(20, 75, 60, 75);
line(80, 70, 105, 85);
