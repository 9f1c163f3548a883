"""Questions in a space, their answers, and the answer that helped."""
