// A robot of rectangles with rounded corners.
size(120, 150);
background(250, 245, 235);
rectMode(CENTER);
stroke(50);
strokeWeight(2);
line(60, 30, 60, 14);
fill(230, 60, 60);
circle(60, 11, 8);
fill(170, 190, 210);
rect(60, 45, 54, 32, 8);
rect(60, 95, 70, 56, 6);
rect(18, 92, 10, 44, 5);
rect(102, 92, 10, 44, 5);
rect(45, 135, 14, 22, 3);
rect(75, 135, 14, 22, 3);
fill(255, 250, 160);
ellipse(48, 42, 12, 12);
ellipse(72, 42, 12, 12);
fill(60);
rect(60, 55, 24, 4, 2);
for (int i = 0; i < 3; i++) {
  fill(80 + i * 60, 200 - i * 60, 90);
  circle(44 + i * 16, 84, 9);
}
fill(90, 110, 130);
rect(60, 107, 46, 16, 4, 4, 0, 0);
