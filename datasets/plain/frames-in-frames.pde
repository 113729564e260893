size(160, 160);
background(255);
noFill();
strokeWeight(3);
for (int x = 10; x < 80; x += 12) {
  square(x, x, width - x * 2);
}
