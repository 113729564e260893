// A chessboard.
size(128, 128);
background(255);
int cell = width / 8;
noStroke();
for (int row = 0; row < 8; row++) {
  for (int column = 0; column < 8; column++) {
    if ((row + column) % 2 == 0) {
      fill(240, 217, 181);
    } else {
      fill(181, 136, 99);
    }
    square(column * cell, row * cell, cell);
  }
}
noFill();
stroke(60, 30, 10);
strokeWeight(4);
rect(0, 0, width, height);
