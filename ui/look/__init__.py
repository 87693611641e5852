"""How everything looks and reads: colours, icons, type, words."""
