// A house with a door, windows, a chimney and a sun.
size(160, 140);
background(150, 200, 240);

// grass
noStroke();
fill(90, 160, 70);
rect(0, 105, 160, 35);

// sun
fill(255, 220, 60);
ellipse(135, 25, 34, 34);

// walls and roof
stroke(80, 40, 20);
strokeWeight(2);
fill(230, 190, 140);
rect(35, 60, 80, 60);
fill(120, 60, 40);
rect(92, 26, 12, 26);
fill(180, 60, 40);
triangle(25, 60, 75, 20, 125, 60);

// door and windows
fill(110, 70, 40);
rect(66, 85, 20, 35);
fill(190, 225, 255);
rect(43, 70, 16, 16);
rect(93, 70, 16, 16);
line(51, 70, 51, 86);
line(101, 70, 101, 86);
fill(255, 220, 60);
ellipse(82, 103, 3, 3);
