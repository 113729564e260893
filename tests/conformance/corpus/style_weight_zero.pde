// A stroke of weight zero draws nothing.
size(80, 60);
background(255);
strokeWeight(0);
fill(200, 220, 255);
rect(10, 10, 40, 30);
line(0, 0, 80, 60);
point(70, 10);
strokeWeight(2);
line(60, 10, 75, 50);
