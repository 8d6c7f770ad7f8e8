"""The core: statements, themes, figures, and what to say about them.

It may know a database. It never knows a network, a chat platform, YAML, the
environment or the time of day: those come in as arguments.
"""
