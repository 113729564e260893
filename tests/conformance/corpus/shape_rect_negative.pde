// Negative widths and heights, and corners given the wrong way round.
size(120, 80);
background(255);
fill(255, 200, 0);
rect(50, 40, -40, -30);
rect(60, 40, 20, -30);
rectMode(CORNERS);
fill(0, 160, 220);
rect(110, 70, 70, 50);
rectMode(CENTER);
fill(200, 80, 160);
rect(30, 60, -40, 20);
