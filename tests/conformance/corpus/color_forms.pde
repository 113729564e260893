// Every form of a colour: gray, red green blue, hexadecimal, each with and without alpha.
size(140, 60);
background(255);
noStroke();
fill(90);
rect(0, 5, 20, 50);
fill(90, 100);
rect(20, 5, 20, 50);
fill(200, 60, 20);
rect(40, 5, 20, 50);
fill(200, 60, 20, 100);
rect(60, 5, 20, 50);
fill(#2E8B57);
rect(80, 5, 20, 50);
fill(#2e8b57, 100);
rect(100, 5, 20, 50);
fill(color(40, 60, 200));
rect(120, 5, 20, 50);
