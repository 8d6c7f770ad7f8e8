"""What is measured, each beside its peer in the same run: `make bench`."""
