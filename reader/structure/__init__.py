"""What the cleaned text is made of: title, headings, numbering, and whether it ends. Pure functions of the text."""
