// A sketch that sets nothing: white fill, black outline one pixel wide, gray canvas.
size(100, 80);
rect(10, 10, 30, 25);
ellipse(70, 25, 40, 30);
triangle(10, 70, 30, 45, 50, 70);
line(60, 70, 90, 50);
