"""A critic of drawing programs: it foretells what comes of them, and guides their writing."""
