size(128, 128);
background(255);
noStroke();
fill(60, 90, 200);
quad(40, 20, 108, 52, 84, 104, 16, 72);
