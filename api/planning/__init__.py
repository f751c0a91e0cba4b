"""A planner's questions: where something is missing, and where one more place would help most."""
