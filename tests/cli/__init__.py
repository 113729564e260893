"""The command line does what its help says."""
