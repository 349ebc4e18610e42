"""The embedded cloud: runs the handlers that `template.yaml` names, the way AWS would, on one machine."""
