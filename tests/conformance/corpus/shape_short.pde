// Shapes of two vertices and of none.
size(100, 60);
background(255);
strokeWeight(6);
beginShape();
vertex(15, 15);
vertex(45, 20);
endShape();
beginShape();
endShape();
stroke(200, 0, 0);
beginShape();
vertex(20, 40);
vertex(50, 45);
endShape(CLOSE);
