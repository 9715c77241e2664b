"""The bulk path: batches of plain transfers decided by a compiled kernel, the rest by a session.

It needs the extra `bulk` (numpy, numba, pyarrow); nothing else of the project imports it
but where the extra is there.
"""
