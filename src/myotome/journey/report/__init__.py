"""The assessment as one page: a self-contained, printable report.html. Templates and style are packaged beside this file.

May import: journey and everything below it.
"""

from myotome.journey.report.page import print_whole, render_report

__all__ = ["print_whole", "render_report"]
