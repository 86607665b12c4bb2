"""Rows as a table to download, change in a spreadsheet, and send back: looked at, imported by a yes, undone.

An admin class says which columns (`bulk_columns`); everything else follows from its model, its form fields and the
access table (`docs/decisions/0031-tables-in-bulk.md`).
"""
