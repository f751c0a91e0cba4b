"""Other ways of answering "which open places fit best by text": what our figures stand beside."""
