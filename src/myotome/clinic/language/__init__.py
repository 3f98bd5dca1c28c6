"""The public pages in other languages: words of the pages by gettext (locale/), longer texts of the knowledge by tables (one folder each)."""
