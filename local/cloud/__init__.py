"""The embedded cloud: runs the handlers that `template.yaml` names, the way AWS would, on one machine."""

from local.cloud.cloud import LocalCloud
from local.cloud.template import TemplateError
from local.cloud.workers import Invocation

__all__ = ["Invocation", "LocalCloud", "TemplateError"]
