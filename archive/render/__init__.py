"""Values as text for a terminal, a pipe or a file. Pure, but for `export_files`, which writes them."""
