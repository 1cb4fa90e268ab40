"""Performance of EHBO, side by side with baselines in one run: `python -m bench`."""
