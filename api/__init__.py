"""Floor 4: the application: web pages, command line, sign-in, migrations."""
