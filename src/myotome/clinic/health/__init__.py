"""Health A to Z: the article on muscle atrophy, and a page for every cause, test and treatment of the catalogue."""
