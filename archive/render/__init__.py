"""What people see: values as text for a terminal, a pipe or a file. Pure."""
