// A Catmull-Rom run that goes on from straight edges, and edges that go on from it.
size(120, 100);
background(255);
fill(230, 210, 250);
strokeWeight(2);
beginShape();
vertex(15, 85);
vertex(15, 50);
curveVertex(15, 90);
curveVertex(15, 50);
curveVertex(40, 15);
curveVertex(80, 30);
curveVertex(95, 60);
vertex(105, 60);
vertex(105, 85);
endShape(CLOSE);
