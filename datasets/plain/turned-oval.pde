size(128, 128);
background(255);
noStroke();
fill(60, 90, 200);
translate(64, 64);
rotate(0.6);
ellipse(0, 0, 100, 44);
