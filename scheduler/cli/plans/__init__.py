"""How a plan looks: in a terminal, as a page, as Markdown."""
