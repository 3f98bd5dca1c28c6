"""The web application: server-rendered pages, one folder per step of the path. Works without JavaScript and gains from it.

Views reach patients through ``record.gateway`` and never query models. May import: everything but cohort and cli.
"""
