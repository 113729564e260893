// Fill and stroke switched off and on again keep their places in the style.
size(120, 60);
background(255);
noFill();
rect(6, 10, 20, 30);
fill(255, 0, 0);
noStroke();
rect(34, 10, 20, 30);
stroke(0, 0, 255);
strokeWeight(3);
rect(64, 10, 20, 30);
noFill();
noStroke();
rect(10, 45, 100, 10);
strokeWeight(0);
fill(0, 160, 0);
stroke(0);
rect(94, 10, 20, 30);
