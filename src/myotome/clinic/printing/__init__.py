"""PDFs: made in a process of their own with limits, kept by the hash of their page. Without WeasyPrint a page says so and offers print."""
