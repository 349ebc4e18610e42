"""The built template, deployed: an AWS on this machine that runs Lambdas, enforces their roles and fires schedules."""

from local.stack.cloud import DeployedCloud

__all__ = ["DeployedCloud"]
