// Channels with fractions are cut, channels out of range are clamped.
size(120, 60);
background(254.9);
noStroke();
fill(127.9, 63.5, 0.99);
rect(5, 5, 30, 50);
fill(300, -20, 128.5);
rect(35, 5, 30, 50);
fill(0.7 * 255, 200 / 3.0, 99.999, 127.6);
rect(65, 5, 30, 50);
fill(77.7);
rect(95, 5, 20, 50);
