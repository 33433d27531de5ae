"""Questions drafted from the library's own sentences, by rule, for a person to accept or reject."""
