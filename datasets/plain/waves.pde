size(240, 160);
background(255);
noFill();
strokeWeight(5);
stroke(200, 40, 120);
bezier(20, 120, 80, -40, 140, 260, 220, 40);
stroke(20, 120, 200);
bezier(20, 40, 80, 180, 160, 0, 220, 120);
