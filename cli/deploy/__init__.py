"""Commands around a deployment: preflight, the parameters of the relay's stack."""
