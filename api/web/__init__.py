"""The web pages: server-rendered, complete without JavaScript, under a strict content security policy."""
