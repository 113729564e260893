// width and height are whole numbers that hold the canvas size.
size(90, 70);
background(255);
noStroke();
fill(40, 90, 160);
rect(0, 0, width / 4, height / 4);
rect(width - 25, height - 25, 25, 25);
fill(220, 120, 0);
ellipse(width / 2, height / 2, width / 2.0, height / 3.0);
