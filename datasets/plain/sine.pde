size(200, 200);
background(255);
for (int x = 0; x < 200; x += 4) {
  line(x, 100 + 50 * sin(x * 0.05), x + 4, 100 + 50 * sin((x + 4) * 0.05));
}
