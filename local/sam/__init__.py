"""`sam local` against the local world: Lambda's own container runs a built function, and finds the world's AWS."""
