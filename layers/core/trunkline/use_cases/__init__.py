"""One file per thing the system does, told in the domain's words. Time and collaborators are arguments."""
