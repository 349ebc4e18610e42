"""Parts of every fake agent: it hears turns in real audio, recognises the lines of a script, and answers from it."""
