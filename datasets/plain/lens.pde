size(160, 120);
background(255, 250, 220);
noStroke();
fill(220, 80, 60);
rect(20, 30, 70, 60);
fill(60, 150, 220, 120);
stroke(30);
strokeWeight(3);
circle(95, 60, 70);
