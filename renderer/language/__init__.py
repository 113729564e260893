"""The drawing language: text → tokens → tree → checks → drawing operations. No pixels here."""
