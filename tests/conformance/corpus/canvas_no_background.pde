// Without background() the canvas is light gray, also under clear paint.
size(80, 60);
noStroke();
fill(255, 0, 0, 128);
rect(10, 10, 40, 30);
fill(0, 0, 255, 64);
rect(30, 20, 40, 30);
