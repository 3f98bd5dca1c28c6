"""What readers of the public pages said of them, for those who write and review."""
