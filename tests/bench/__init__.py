"""Speed and memory on generated offices, as ratios to the same work by others on the same machine: `make bench`."""
