// background() covers all that was drawn before, whatever the transform and the alpha.
size(80, 60);
background(255);
fill(0);
rect(0, 0, 80, 60);
translate(30, 30);
scale(0.1);
background(250, 240, 200, 10);
fill(30, 120, 90);
rect(0, 0, 300, 200);
