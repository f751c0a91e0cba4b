"""Who may sign in: accounts, passwords, sessions and what was tried in vain."""
