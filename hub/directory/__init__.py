"""The staff directory: colleagues of the own organisations, and of those whose agreement opens theirs."""
