"""What readers of the public pages leave behind: how often a page was read, and whether it helped. Nothing about who they are."""
