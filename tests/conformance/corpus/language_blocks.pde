// Names that end with their block and come back with other values.
size(110, 60);
background(255);
noStroke();
{
  int x = 10;
  fill(200, 60, 60);
  rect(x, 5, 20, 20);
}
{
  float x = 40.5;
  fill(60, 60, 200);
  rect(x, 5, 20, 20);
}
for (int x = 0; x < 3; x++) {
  int y = 30 + x * 5;
  fill(60, 160, 60);
  rect(x * 30 + 5, y, 20, 10);
}
int x = 80;
fill(0);
rect(x, 5, 20, 20);
