"""Reading a file in a child process: what harms its reader harms nobody else."""
