"""A customer's system: the endpoint that receives a company's events."""

from local.customer.server import Customer, Received

__all__ = ["Customer", "Received"]
