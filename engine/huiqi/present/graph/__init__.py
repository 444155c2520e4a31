"""Graphs of `huiqi.author.graph` as Mermaid, DOT and SVG."""
