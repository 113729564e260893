// Comments of both kinds, several declarations at once, prefix steps, empty statements.
size(90, 50); /* the canvas
 * is small */
background(255); // white
int a = 5, b = 6, c;
c = a + b;
++a;
--b;
;
rect(a * 2, b * 2, c * 2, 20); // trailing
// last words
