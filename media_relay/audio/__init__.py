"""What is asked of every frame of audio, a hundred times a second for each call."""
