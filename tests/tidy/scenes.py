"""Pictures that repeat themselves, as sketches: what tidy code says in loops."""

from __future__ import annotations

SCENES: dict[str, str] = {
    "windows": """
        size(96, 96); background(120, 170, 220); noStroke();
        fill(170, 90, 70); rect(14, 10, 68, 86);
        fill(250, 230, 140);
        for (int y = 18; y < 80; y += 20) {
          for (int x = 22; x < 80; x += 20) { rect(x, y, 12, 13); }
        }
    """,
    "bricks": """
        size(96, 96); background(200, 190, 180); noStroke(); fill(170, 70, 50);
        for (int y = 2; y < 96; y += 32) {
          for (int x = 2; x < 96; x += 32) { rect(x, y, 28, 12); rect(x - 16, y + 16, 28, 12); }
        }
    """,
    "chessboard": """
        size(96, 96); background(240, 220, 180); noStroke(); fill(110, 70, 50);
        for (int y = 0; y < 96; y += 48) {
          for (int x = 0; x < 96; x += 48) { square(x + 24, y, 24); square(x, y + 24, 24); }
        }
    """,
    "stripes": """
        size(96, 64); background(255); noStroke(); fill(200, 30, 50);
        for (int y = 0; y < 64; y += 14) { rect(0, y, 96, 7); }
        fill(30, 50, 120); rect(0, 0, 40, 35);
    """,
    "dice": """
        size(96, 96); background(60, 120, 80); noStroke(); fill(250); rect(12, 12, 72, 72, 10);
        fill(20);
        for (int y = 28; y < 80; y += 20) { circle(32, y, 13); circle(64, y, 13); }
    """,
    "keyboard": """
        size(96, 64); background(230); noStroke(); fill(70); rect(4, 8, 88, 48);
        fill(210);
        for (int y = 14; y < 40; y += 14) {
          for (int x = 10; x < 80; x += 16) { square(x, y, 10); }
        }
        rect(26, 43, 42, 8);
    """,
    "fence": """
        size(96, 96); background(150, 200, 240); noStroke(); fill(90, 160, 70); rect(0, 70, 96, 26);
        fill(250, 245, 235); rect(0, 48, 96, 6); rect(0, 64, 96, 6);
        for (int x = 6; x < 96; x += 18) {
          rect(x, 40, 10, 38); triangle(x, 40, x + 5, 32, x + 10, 40);
        }
    """,
    "buttons": """
        size(64, 96); background(60, 70, 120); noStroke();
        for (int y = 18; y < 96; y += 30) {
          fill(240, 220, 170); circle(32, y, 22); fill(60, 70, 120); circle(32, y, 8);
        }
    """,
    "equals": """
        size(96, 96); background(250); stroke(40); strokeWeight(6);
        for (int y = 16; y < 96; y += 16) { line(20, y, 76, y); }
    """,
    "steps": """
        size(96, 96); background(245); noStroke(); fill(80, 110, 160);
        for (int i = 0; i < 5; i++) { rect(8 + i * 16, 76 - i * 16, 16, 16); }
    """,
}
