"""The command line. Each module registers the commands of one subject on the Typer application."""
