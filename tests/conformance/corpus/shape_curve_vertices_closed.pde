// CLOSE joins the ends of a Catmull-Rom curve by a straight line.
size(110, 90);
background(255);
fill(255, 220, 150);
strokeWeight(3);
beginShape();
curveVertex(10, 80);
curveVertex(20, 60);
curveVertex(35, 15);
curveVertex(85, 25);
curveVertex(90, 70);
curveVertex(60, 85);
endShape(CLOSE);
