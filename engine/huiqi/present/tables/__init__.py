"""Result tables as files: millions of rows frame by frame, whole or not at all."""
