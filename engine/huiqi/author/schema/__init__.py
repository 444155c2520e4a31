"""JSON Schema (draft 2020-12) of rule files and profiles as they are written, for editors."""
