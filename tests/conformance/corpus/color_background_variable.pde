// A background from a variable with alpha is opaque.
size(70, 50);
color sea = color(20, 120, 180, 90);
background(sea);
fill(sea);
noStroke();
rect(10, 10, 30, 30);
