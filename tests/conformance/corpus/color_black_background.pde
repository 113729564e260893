// Light shapes on a dark ground given as a hexadecimal colour.
size(90, 70);
background(#102030);
noStroke();
fill(#FFCC00);
circle(45, 35, 40);
fill(255, 255, 255, 40);
circle(60, 25, 40);
stroke(255);
noFill();
circle(45, 35, 55);
