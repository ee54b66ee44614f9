"""Survey definitions and responses, to and from the files of other programs."""
