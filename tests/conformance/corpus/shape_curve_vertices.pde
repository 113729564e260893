// A Catmull-Rom curve through its points, the first and the last given twice.
size(130, 90);
background(255);
fill(200, 230, 255);
strokeWeight(2);
beginShape();
curveVertex(20, 75);
curveVertex(20, 75);
curveVertex(15, 30);
curveVertex(60, 15);
curveVertex(110, 40);
curveVertex(80, 75);
curveVertex(80, 75);
endShape();
