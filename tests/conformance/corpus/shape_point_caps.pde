// A point is a line without length: a disc, with PROJECT a square, with SQUARE nothing.
size(100, 50);
background(255);
stroke(20, 60, 120);
strokeWeight(16);
strokeCap(ROUND);
point(20, 25);
strokeCap(PROJECT);
point(50, 25);
strokeCap(SQUARE);
point(80, 25);
