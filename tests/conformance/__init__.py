"""Our pictures against those of the real p5.js, the real Processing and an SVG renderer."""
