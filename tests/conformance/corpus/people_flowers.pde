// Flowers with petals drawn by a function.
size(150, 120);
background(230, 245, 255);
flower(35, 45, 14, 6, color(230, 80, 120));
flower(80, 60, 18, 8, color(250, 170, 40));
flower(122, 40, 12, 5, color(140, 100, 220));

void flower(float x, float y, float r, int petals, color c) {
  stroke(50, 130, 60);
  strokeWeight(3);
  line(x, y, x, 118);
  noStroke();
  fill(60, 150, 70);
  ellipse(x + 8, y + 45, 16, 7);
  pushMatrix();
  translate(x, y);
  for (int i = 0; i < petals; i++) {
    fill(c, 200);
    rotate(TWO_PI / petals);
    ellipse(r, 0, r * 1.6, r * 0.9);
  }
  fill(255, 230, 80);
  circle(0, 0, r * 1.1);
  popMatrix();
}
