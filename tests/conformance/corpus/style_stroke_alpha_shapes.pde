// Half-clear outlines of every kind of shape over their own fills.
size(150, 110);
background(255);
strokeWeight(8);
stroke(0, 0, 160, 110);
fill(255, 200, 0, 180);
triangle(15, 45, 30, 12, 48, 42);
rect(62, 12, 28, 30);
ellipse(122, 28, 36, 30);
quad(12, 70, 45, 65, 40, 98, 16, 92);
arc(78, 82, 36, 36, 0.5, 4.5, PIE);
beginShape();
vertex(108, 95);
vertex(120, 65);
vertex(138, 90);
endShape(CLOSE);
