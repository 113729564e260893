// translate then rotate is not rotate then translate; a matrix outlives its shape.
size(120, 90);
background(255);
pushMatrix();
translate(60, 20);
rotate(0.5);
fill(255, 120, 120);
rect(0, 0, 30, 20);
popMatrix();
pushMatrix();
rotate(0.5);
translate(60, 20);
fill(120, 120, 255);
rect(0, 0, 30, 20);
popMatrix();
translate(10, 60);
line(0, 0, 30, 20);
translate(40, 0);
line(0, 0, 30, 20);
