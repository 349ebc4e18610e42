# Written twice: no C types are shared, `writes.pyx` is built because this file is here.
