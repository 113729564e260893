// A circle smaller than its own outline keeps a hole that shows the fill.
size(60, 40);
background(255);
fill(255, 255, 0);
strokeWeight(8);
circle(30, 20, 4);
