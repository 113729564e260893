// A float given a whole number, whole numbers widened in sums, and unary minus.
size(110, 60);
background(255);
float f = 3;
int i = 4;
float g = i / 8 + f / 8 + i / 8.0;
noStroke();
fill(160, 60, 160);
rect(5, 5, g * 100, 12);
fill(60, 160, 160);
rect(105, 22, -(f * i) * 4, 12);
rect(5, 40, -i + f * +20, 12);
