"""The way to the outside world: HTTP within limits, and a child process for reading what comes back."""
