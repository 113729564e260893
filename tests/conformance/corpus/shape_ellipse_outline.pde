// Outlined ellipses from thin to thick.
size(120, 90);
background(255);
noFill();
ellipse(30, 30, 50, 40);
strokeWeight(4);
stroke(0, 90, 200);
ellipse(85, 30, 50, 20);
strokeWeight(14);
stroke(200, 80, 0, 160);
ellipse(60, 66, 60, 24);
fill(255, 255, 0);
strokeWeight(3);
stroke(0);
circle(15, 75, 12);
