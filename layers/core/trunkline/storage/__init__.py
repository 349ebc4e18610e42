"""Where things are kept: tables, the bucket, secrets. Items and keys never leave this folder."""
