"""A report to hand over: one content, set as HTML or as Markdown."""
