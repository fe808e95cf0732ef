"""Pages as people use them: read, pressed, followed and measured."""
