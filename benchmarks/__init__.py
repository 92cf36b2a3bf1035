"""Scripts that anyone can run; each prints ratios to a floor named in the same run."""
