# Compiled as it stands: no C types, only no interpreter between the events of a call.
