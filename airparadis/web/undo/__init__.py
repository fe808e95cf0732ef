"""Actions that their notice offers to undo, one module each."""
