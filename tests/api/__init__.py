"""Tests of the application: web pages, sign-in, commands."""
