size(160, 160);
background(120, 190, 230);
noStroke();
fill(80, 160, 70);
rect(0, 110, width, 50);
fill(0, 60);
ellipse(90, 112, 90, 30);
fill(230, 60, 60);
rect(55, 50, 50, 60);
