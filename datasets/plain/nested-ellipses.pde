size(160, 160);
background(255);
noFill();
stroke(30, 80, 200);
strokeWeight(2);
ellipse(80, 80, 120, 60);
ellipse(80, 80, 60, 120);
ellipse(80, 80, 40, 40);
