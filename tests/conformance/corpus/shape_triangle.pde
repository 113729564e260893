// Triangles: turned either way, thin, and folded to a line.
size(120, 80);
background(255);
fill(230, 180, 60);
triangle(10, 70, 35, 10, 55, 65);
fill(60, 180, 230);
triangle(60, 20, 110, 70, 85, 12);
noFill();
strokeWeight(3);
triangle(65, 60, 75, 40, 88, 72);
noStroke();
fill(120, 0, 120, 100);
triangle(0, 0, 60, 80, 120, 10);
