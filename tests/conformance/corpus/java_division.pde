// Whole numbers divide towards zero, numbers with a point do not.
size(120, 80);
background(255);
int a = 17;
int b = -17;
float half = 7 / 2;
float real = 7 / 2.0;
noStroke();
fill(200, 60, 60);
rect(5, 5, a / 4 * 10, 10);
rect(5, 20, 60 + b / 5 * 10, 10);
fill(60, 60, 200);
rect(5, 35, half * 20, 10);
rect(5, 50, real * 20, 10);
fill(60, 160, 60);
rect(5, 65, width / 7 * 3, 10);
