"""What a stage costs by its own parameters and list prices. Nothing here asks AWS."""
