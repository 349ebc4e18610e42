# No C types are shared: `bulk_writes.pyx` is built because this file is here.
