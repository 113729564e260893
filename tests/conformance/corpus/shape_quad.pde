// Quads: plain, arrow-shaped and crossing themselves.
size(120, 80);
background(255);
fill(120, 200, 120);
quad(8, 10, 50, 6, 56, 40, 12, 34);
fill(240, 120, 80);
quad(70, 10, 110, 40, 70, 34, 84, 24);
noStroke();
fill(70, 70, 200);
quad(10, 50, 50, 74, 50, 50, 10, 74);
stroke(0);
strokeWeight(2);
noFill();
quad(70, 50, 110, 46, 104, 74, 76, 70);
