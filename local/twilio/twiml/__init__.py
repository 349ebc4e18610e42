"""TwiML: the parser, and a function for each verb."""
