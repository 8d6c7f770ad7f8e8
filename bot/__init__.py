"""How the core reaches the world: sources in, platforms out, clock, web, command line, wiring."""
