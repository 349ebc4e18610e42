"""The REST API: thin routes over use cases. What they ask for and answer is in `shapes`, who may ask in `identity`."""
