"""How fast the portal is, as ratios in one run (`make bench`), and what visitors get when its database is struck.

Both ask a web server of their own, on the loopback address, as visitors do. Neither passes or fails.
"""
